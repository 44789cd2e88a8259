import "./as-in-worker.ts";
import { describe, expect, test } from "vitest";
import { addedLanguage, type Ran, ranWith } from "./running.ts";

const added = await addedLanguage("ruby");

describe.skipIf(!added)("Ruby, where its package is there (docs/running.md)", () => {
  const run = async (...job: Ran) => {
    if (!added) throw new Error("Ruby is not there.");
    return ranWith(added.language, added.assets, ...job);
  };

  test("a program runs as the main script, and requires the session's files", async () => {
    const ran = await run({
      "src/main.rb": `
require_relative "util"
require "./lib/deep"
require "json"
puts __FILE__ == $0, $0, __dir__, Dir.pwd, ARGV.inspect, RUBY_VERSION[0, 2]
puts twice(21), NAME, File.read("data.txt"), JSON.generate({ a: 1 }), self
warn "wrong"
$stdout.write "👋".b[0, 2]
$stdout.write "👋".b[2, 2], "\\n"
p DATA.read
print "no end"
__END__
more
`,
      "src/util.rb": "def twice(n)\n  n * 2\nend\n",
      "lib/deep.rb": "NAME = File.basename(__FILE__)\n",
      "data.txt": "Größe",
    });
    expect(ran.err).toBe("wrong\n");
    expect(ran.out).toBe(
      'true\nsrc/main.rb\n/session/src\n/session\n[]\n4.\n42\ndeep.rb\nGröße\n{"a":1}\nmain\n👋\n"more\\n"\nno end',
    );
    expect(ran.exitCode).toBe(0);
  });

  test("a program waits for lines, and for time", async () => {
    const main = `
print "Name? "
puts "Hello #{gets.chomp}"
words = Fiber.new { 2.times { Fiber.yield $stdin.gets } }
p words.resume, words.resume
p $stdin.read(3), [2, 1].sort_by { |n| gets }
before = Time.now
sleep 0.1
p Time.now - before >= 0.1
p $stdin.read, gets
`;
    const ran = await run({ "main.rb": main }, { lines: ["Ada", "one", "two", "abcdef", "b", "a", "rest"] });
    expect(ran.err).toBe("");
    expect(ran.out).toBe('Name? Hello Ada\n"one\\n"\n"two\\n"\n"abc"\n[1, 2]\ntrue\n"a\\nrest\\n"\nnil\n');
    expect([ran.notes, ran.exitCode]).toEqual(["", 0]);
  });

  test("errors say where, with people's own frames alone, and end with code 1", async () => {
    const ran = await run({
      "main.rb": `require_relative "lib/util"
at_exit { puts "at exit" }
def go(n) = half(n)
begin
  go("x")
rescue NoMethodError
  raise ArgumentError, "no half"
end
`,
      "lib/util.rb": "def half(n)\n  n / 2\nend\n",
    });
    expect(ran).toMatchObject({ exitCode: 1, out: "at exit\n" });
    expect(ran.err).toBe(`main.rb:7:in '<main>': no half (ArgumentError)
lib/util.rb:2:in 'Object#half': undefined method '/' for an instance of String (NoMethodError)
\tfrom main.rb:3:in 'Object#go'
\tfrom main.rb:5:in '<main>'
`);
    const syntax = await run({ "main.rb": "require_relative 'util'", "util.rb": "x = 1\ny = (2\n" });
    expect(syntax.exitCode).toBe(1);
    expect(syntax.err).toMatch(/util\.rb:2/);
    expect(syntax.err).not.toMatch(/tandem|eval|session/);
    const own = await run({ "main.rb": "puts 1\nputs (2\n" });
    expect(own.err).toMatch(/^main\.rb:2: syntax error/);
    const deep = await run({ "main.rb": "def f = f\nf" });
    expect(deep.exitCode).toBe(1);
    expect(deep.err).toMatch(/stack level too deep/);
  });

  test.each([
    ["exit 3", 3, ""],
    ["exit false", 1, ""],
    ["exit! 4", 4, ""],
    ["abort 'enough'", 1, "enough\n"],
    ["at_exit { exit 7 }; raise 'no'", 7, "main.rb:2:in '<main>': no (RuntimeError)\n"],
  ])("%s ends with its code", async (code, exitCode, err) => {
    const ran = await run({ "main.rb": `puts 1\n${code}\nputs 2` });
    expect(ran).toMatchObject({ exitCode, err, out: "1\n" });
  });

  test("nothing of JavaScript can be reached", async () => {
    await expect(run({ "main.rb": "require 'js'\nJS.eval('1')" })).rejects.toThrow(/JavaScript cannot be reached/);
  });
});
