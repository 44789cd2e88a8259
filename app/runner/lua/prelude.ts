/**
 * What runs before a program: its standard input and output are ours. A read yields through all coroutines to us, who
 * go on with a line. What people write never sees that: their own coroutines, and the main one, look as in `lua`.
 */
export const prelude = String.raw`
local out, err, cannot_wait, exit, WAIT, entry = ...
local yield, resume, create, running = coroutine.yield, coroutine.resume, coroutine.create, coroutine.running
local isyieldable, native_input, native_output, native_type = coroutine.isyieldable, io.input, io.output, io.type
local native_lines, native_close = io.lines, io.close
local main = running()

arg = { [0] = entry }
local folder = entry:match("^(.*/)") or ""
package.path = folder .. "?.lua;" .. folder .. "?/init.lua;?.lua;?/init.lua"
package.cpath = ""

local function passed(co, ok, ...)
  if ok and rawequal((...), WAIT) then return passed(co, resume(co, yield(WAIT))) end
  return ok, ...
end
local function unwrapped(ok, ...)
  if not ok then error((...), 0) end
  return ...
end
function coroutine.resume(co, ...) return passed(co, resume(co, ...)) end
function coroutine.wrap(body)
  local co = create(body)
  return function(...) return unwrapped(passed(co, resume(co, ...))) end
end
function coroutine.running()
  local co = running()
  return co, co == main
end
function coroutine.isyieldable(co)
  co = co or running()
  return co ~= main and isyieldable(co)
end
function coroutine.yield(...)
  if running() == main then error("attempt to yield from outside a coroutine", 2) end
  return yield(...)
end

local rest, ended = "", false
local function more()
  if ended then return false end
  if not isyieldable() then
    cannot_wait()
    return false
  end
  local line = yield(WAIT)
  if not line then
    ended = true
    return false
  end
  rest = rest .. line .. "\n"
  return true
end
local function take(count)
  local taken = rest:sub(1, count)
  rest = rest:sub(count + 1)
  return taken
end
local function line_end()
  local found = rest:find("\n", 1, true)
  while not found and more() do found = rest:find("\n", 1, true) end
  return found or #rest
end
local formats = {}
function formats.L()
  local last = line_end()
  if last > 0 then return take(last) end
end
function formats.l()
  local line = formats.L()
  return line and line:gsub("\n$", "") or nil
end
function formats.a()
  while more() do end
  return take(#rest)
end
function formats.n()
  while not rest:find("%S") and more() do end
  take(#rest:match("^%s*"))
  return tonumber(take(#rest:match("^[%w.+-]*")))
end
local function read_one(format)
  if type(format) == "number" then
    while #rest < math.max(format, 1) and more() do end
    if rest == "" then return nil end
    return take(format)
  end
  local reader = formats[tostring(format):gsub("^%*", ""):sub(1, 1)]
  if not reader then error("bad argument to 'read' (invalid format)", 3) end
  return (reader())
end
local function read(...)
  local count = math.max(select("#", ...), 1)
  local values = {}
  for nth = 1, count do
    values[nth] = read_one((select(nth, ...)) or "l")
    if values[nth] == nil then break end
  end
  return table.unpack(values, 1, count)
end

local function written(write, ...)
  local parts = table.pack(...)
  for nth = 1, parts.n do
    local kind = type(parts[nth])
    if kind ~= "string" and kind ~= "number" then
      error(("bad argument #%d to 'write' (string expected, got %s)"):format(nth, kind), 3)
    end
  end
  write(table.concat(parts))
end

local ours = {}
local function file(name, methods)
  local it = setmetatable({}, {
    __index = methods,
    __name = "FILE*",
    __metatable = false,
    __tostring = function() return "file (" .. name .. ")" end,
  })
  function methods.close() return it end
  function methods.flush() return it end
  function methods.setvbuf() return true end
  function methods.seek() return nil, "Illegal seek", 29 end
  ours[it] = true
  return it
end
local function output(name, write)
  return file(name, { write = function(self, ...)
    written(write, ...)
    return self
  end })
end
local function lines(...)
  local wanted = table.pack(...)
  return function() return read(table.unpack(wanted, 1, wanted.n)) end
end
io.stdin = file("stdin", {
  read = function(_, ...) return read(...) end,
  lines = function(_, ...) return lines(...) end,
})
io.stdout = output("stdout", out)
io.stderr = output("stderr", err)

local input_now, output_now = io.stdin, io.stdout
function io.input(source)
  if source then input_now = ours[source] and source or native_input(source) end
  return input_now
end
function io.output(target)
  if target then output_now = ours[target] and target or native_output(target) end
  return output_now
end
function io.read(...)
  if ours[input_now] then return read(...) end
  return input_now:read(...)
end
function io.write(...)
  if output_now ~= io.stdout then return output_now:write(...) end
  written(out, ...)
  return io.stdout
end
function io.lines(name, ...)
  if name == nil then return input_now:lines(...) end
  return native_lines(name, ...)
end
function io.type(value) return ours[value] and "file" or native_type(value) end
function io.close(which) return (which or output_now):close() end

function print(...)
  local parts = table.pack(...)
  for nth = 1, parts.n do parts[nth] = tostring(parts[nth]) end
  out(table.concat(parts, "\t") .. "\n")
end

function os.exit(code)
  exit(code == nil and 0 or code == true and 0 or code == false and 1 or code)
end
`;
