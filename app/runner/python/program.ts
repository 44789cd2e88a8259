/** What Python runs of ours: around a program, and in place of it where its tests are wanted. */
export const program = String.raw`
import ast, asyncio, atexit, importlib.machinery, importlib.util, io, json, linecache, os, sys, time, traceback, types
import tandem_run as host
from pyodide.ffi import can_run_sync, run_sync
from pyodide.webloop import _orig_run as native_run, _orig_sleep as native_sleep

HOME = "/home/session"


class Input(io.TextIOBase):
    """Standard input, which waits for whoever runs this. What is read in one go with a line stays for the next."""

    name, mode, encoding, errors, newlines = "<stdin>", "r", "utf-8", "strict", None

    def __init__(self):
        self.rest, self.ended = "", False

    def readable(self):
        return True

    def more(self):
        if self.ended:
            return False
        line = None
        if can_run_sync():
            line = waited(host.read_line)
        else:
            host.cannot_wait()
        self.ended = not isinstance(line, str)
        if not self.ended:
            self.rest += line + "\n"
        return not self.ended

    def take(self, count):
        taken, self.rest = self.rest[:count], self.rest[count:]
        return taken

    def readline(self, size=-1):
        while "\n" not in self.rest and self.more():
            pass
        count = self.rest.find("\n") + 1 or len(self.rest)
        return self.take(count if size is None or size < 0 else min(size, count))

    def read(self, size=-1):
        whole = size is None or size < 0
        while (whole or len(self.rest) < size) and self.more():
            pass
        return self.take(len(self.rest) if whole else size)


def waited(begin):
    """Pyodide waits by a task of its own loop, which cannot run within a task of another."""
    loop = asyncio._get_running_loop()
    task = asyncio.tasks._swap_current_task(loop, None) if loop else None
    asyncio._set_running_loop(page_loop)
    try:
        return run_sync(begin())
    finally:
        asyncio._set_running_loop(loop)
        if loop:
            asyncio.tasks._swap_current_task(loop, task)


def sleep(seconds):
    """In place of Pyodide's, which waits for the loop that it would hold up."""
    if seconds > 0 and can_run_sync():
        waited(lambda: host.wait(seconds))
    else:
        native_sleep(seconds)


class Timers:
    """All that an event loop can wait for here is time."""

    def select(self, timeout):
        if timeout is None:
            raise RuntimeError("The program waits for something that never happens.")
        sleep(timeout)
        return []


class Loop(asyncio.base_events.BaseEventLoop):
    """In place of Pyodide's, which needs a browser with JSPI to wait within asyncio.run()."""

    def __init__(self):
        super().__init__()
        self._selector = Timers()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass


class Policy(asyncio.events._BaseDefaultEventLoopPolicy):
    _loop_factory = Loop


class Loader(importlib.machinery.SourceFileLoader):
    """Tracebacks name the session's files as people do: by their paths from its root."""

    def source_to_code(self, data, path, *, _optimize=-1):
        return compile(data, shown(path), "exec", dont_inherit=True, optimize=_optimize)


class TestLoader(Loader):
    """What both sides of a failed assert a == b were is kept beside the variables of its function."""

    def source_to_code(self, data, path, *, _optimize=-1):
        tree = ast.parse(data, shown(path))
        for node in ast.walk(tree):
            if isinstance(node, ast.Assert) and equality(node):
                left, right = node.test.left, node.test.comparators[0]
                node.test.left = kept(f"@left{node.lineno}", left)
                node.test.comparators = [kept(f"@right{node.lineno}", right)]
        return compile(tree, shown(path), "exec", dont_inherit=True, optimize=_optimize)


def equality(node):
    return isinstance(node.test, ast.Compare) and len(node.test.ops) == 1 and isinstance(node.test.ops[0], ast.Eq)


def kept(name, value):
    return ast.copy_location(ast.NamedExpr(ast.copy_location(ast.Name(name, ast.Store()), value), value), value)


def shown(path):
    return path.removeprefix(HOME + "/")


def session_files(folder):
    if folder != HOME and not folder.startswith(HOME + "/"):
        raise ImportError
    return importlib.machinery.FileFinder(folder, (Loader, [".py"]))


def prepare(entry):
    global page_loop
    os.chdir(HOME)
    sys.argv = [entry]
    folder = os.path.dirname(os.path.join(HOME, entry))
    sys.path[:] = [folder, *(path for path in [HOME] if path != folder), *(path for path in sys.path if path)]
    sys.path_hooks.insert(0, session_files)
    sys.path_importer_cache.clear()
    sys.dont_write_bytecode = True
    sys.stdin = sys.__stdin__ = Input()
    page_loop = asyncio.get_event_loop()
    asyncio._set_running_loop(None)
    asyncio.events._set_event_loop_policy(Policy())
    asyncio.run = native_run
    time.sleep = sleep


def main_code(entry):
    path = os.path.join(HOME, entry)
    with open(path, "rb") as file:
        source = file.read()
    main = types.ModuleType("__main__")
    main.__dict__.update(__file__=path, __builtins__=__builtins__, __loader__=Loader("__main__", path))
    sys.modules["__main__"] = main
    return compile(source, entry, "exec", dont_inherit=True), main.__dict__


def is_own(frame):
    name = frame.f_code.co_filename
    return name != "<tandem>" and not name.startswith("<frozen importlib")


def without_ours(error, seen=()):
    """Takes the frames off that are not people's own, also of the errors from which this one came."""
    if error is None or error in seen:
        return
    frames, trace = [], error.__traceback__
    while trace:
        if is_own(trace.tb_frame):
            frames.append(trace)
        trace = trace.tb_next
    kept_frames = None
    for frame in reversed(frames):
        kept_frames = types.TracebackType(kept_frames, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    error.__traceback__ = kept_frames
    without_ours(error.__cause__, (*seen, error))
    without_ours(error.__context__, (*seen, error))


def code_of(ended):
    if ended.code is None or isinstance(ended.code, int):
        return int(ended.code or 0) & 0xFF
    print(ended.code, file=sys.stderr)
    return 1


def as_ended(what):
    """Runs it; the exit code as python itself would give it."""
    try:
        return what() or 0
    except SystemExit as ended:
        return code_of(ended)
    except BaseException as error:
        without_ours(error)
        traceback.print_exception(error)
        return 1


def run_program(entry):
    def whole():
        code, names = main_code(entry)
        exec(code, names)

    code = as_ended(whole)
    return as_ended(atexit._run_exitfuncs) or code


def run(kind, entry, paths):
    prepare(entry)
    code = run_program(entry) if kind == "run" else as_ended(lambda: run_tests(entry, paths))
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except ValueError:
            pass
    return code
`;
