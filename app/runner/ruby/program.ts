/** What Ruby runs of ours around a program: it is the main script, as it would be for `ruby main.rb`. */
export const programOf = (entry: string): string => String.raw`
lambda do |entry, home|
  Dir.chdir(home)
  $stdout.sync = true
  $0 = entry
  ARGV.clear

  # Nothing calls Ruby's own once it is over.
  endings = []
  at_exit = lambda do |&block|
    raise ArgumentError, "called without a block" unless block
    endings.push(block)
    block
  end
  Kernel.define_method(:at_exit, &at_exit)
  Kernel.define_singleton_method(:at_exit, &at_exit)
  Kernel.send(:private, :at_exit)

  own = lambda do |error|
    while error
      frames = error.backtrace&.take_while { |frame| !frame.start_with?("eval:") }
      frames&.map! { |frame| frame.delete_prefix(home + "/").sub("'<compiled>'", "'<main>'") }
      error.set_backtrace(frames) if frames && !error.frozen?
      error = error.cause
    end
  end
  code = 0
  guarded = lambda do |&block|
    block.call
  rescue SystemExit => error
    code = error.status
  rescue Exception => error
    code = 1
    own.call(error)
    # Without a frame of its own, as an error of syntax is, it would be told to be in here.
    told = error.backtrace&.empty? ? error.detailed_message(highlight: false) : error.full_message(highlight: false)
    $stderr.puts(told.gsub(home + "/", ""))
  end

  guarded.call do
    source = File.read(entry, encoding: "UTF-8")
    if (data = source.b.match(/^__END__\r?\n/n))
      Object.const_set(:DATA, File.open(entry, encoding: "UTF-8").tap { |file| file.pos = data.end(0) })
    end
    RubyVM::InstructionSequence.compile(source, entry, File.join(home, entry), 1).eval
  end
  guarded.call { endings.pop.call } until endings.empty?
  exit!(code)
end.call(${quoted(entry)}, ${quoted(HOME)})
`;

export const HOME = "/session";

const quoted = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;
