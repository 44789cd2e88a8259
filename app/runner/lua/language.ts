/**
 * Lua, by the C functions of its library alone: there is nothing of JavaScript in it that a program could reach, but
 * for the functions that the prelude keeps to itself.
 */
import { LuaFactory, LuaReturn } from "wasmoon";
import { runnerWords } from "../../words/runner.ts";
import { fromAssets, moduleOf } from "../assets.ts";
import { decoded } from "../decoded.ts";
import type { Io, Language } from "../language.ts";
import type { Job } from "../messages.ts";
import { prelude } from "./prelude.ts";

type Lua = Awaited<ReturnType<LuaFactory["getLuaModule"]>>;
type State = ReturnType<Lua["luaL_newstate"]>;

const HOME = "/home/session";

/** Leaves Lua at once, from wherever `os.exit` was called: Lua's own errors could be caught there. */
class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super();
    this.code = code;
  }
}

export const language: Language = {
  async prepare(assets) {
    const factory = await fromAssets(assets, moduleOf(assets, "glue.wasm"), async () => {
      const factory = new LuaFactory("blob:tandem/glue.wasm");
      await factory.getLuaModule();
      return factory;
    });
    const lua = await factory.getLuaModule();
    return async (job, io) => {
      for (const { path, content } of job.files) factory.mountFileSync(lua, `${HOME}/${path}`, content);
      lua.module.FS.chdir(HOME);
      return await runProgram(lua, job, io);
    };
  },
};

async function runProgram(lua: Lua, { entry }: Job, io: Io): Promise<number> {
  const main = lua.luaL_newstate();
  lua.luaL_openlibs(main);
  const program = lua.lua_newthread(main);
  const word = lua.module._malloc(4);
  const output = decoded(io);

  const pushFunction = (called: (state: State) => void) => {
    const pointer = lua.module.addFunction((state: State) => {
      called(state);
      return 0;
    }, "ii");
    lua.lua_pushcclosure(program, pointer, 0);
  };
  const pushText = (text: string) => void lua.lua_pushlstring(program, text, new TextEncoder().encode(text).length);
  const pushWriter = (kind: "out" | "err") =>
    pushFunction((state) => {
      const start = lua.module.ccall("lua_tolstring", "number", ["number", "number", "number"], [state, 1, word]);
      const bytes = lua.module.HEAPU8.subarray(start, start + lua.module.getValue(word, "i32"));
      output.write(kind, bytes);
    });

  try {
    const source = new TextEncoder().encode(prelude).length;
    if (lua.luaL_loadbufferx(program, prelude, source, "=tandem", "t") !== LuaReturn.Ok) throw textOf(lua, program);
    pushWriter("out");
    pushWriter("err");
    pushFunction(() => io.write("note", `${runnerWords.noInputHere}\n`));
    pushFunction((state) => {
      throw new Exit(Number(lua.lua_tointegerx(state, 1, null)));
    });
    lua.lua_pushlightuserdata(program, word);
    pushText(entry);
    if (lua.lua_pcallk(program, 6, 0, 0, 0, null) !== LuaReturn.Ok) throw textOf(lua, program);

    let status = lua.luaL_loadfilex(program, entry, "t");
    if (status === LuaReturn.Ok) status = lua.lua_resume(program, main, 0, word);
    // The prelude sees to it that a program yields for one reason: it waits for a line.
    while (status === LuaReturn.Yield) {
      const line = await io.readLine();
      lua.lua_settop(program, -2);
      if (line === null) lua.lua_pushnil(program);
      else pushText(line);
      status = lua.lua_resume(program, main, 1, word);
    }
    if (status === LuaReturn.Ok) return 0;
    io.write("err", `${textOf(lua, program)}\n${tracebackOf(lua, main, program)}`);
    return 1;
  } catch (error) {
    if (error instanceof Exit) return error.code;
    throw error;
  } finally {
    output.end();
  }
}

const textOf = (lua: Lua, state: State) => lua.luaL_tolstring(state, -1, null);

/** Where people's own code was; frames of C and of the prelude say nothing to them. */
function tracebackOf(lua: Lua, main: State, program: State): string {
  lua.luaL_traceback(main, program, null, 0);
  const [title, ...frames] = lua.lua_tolstring(main, -1, null).split("\n");
  const own = frames.filter((frame) => !/^\t(\[C\]|tandem:)/.test(frame));
  return own.length > 0 ? [title, ...own, ""].join("\n") : "";
}
