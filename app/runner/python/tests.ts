/** What finds and runs tests: those of `unittest`, and functions called `test_…`. */
export const tests = String.raw`
MAX_VALUE_CHARS = 2_000


def has_tests(path):
    """Told by its text: a program that has none is not started to find out."""
    try:
        tree = ast.parse(open(os.path.join(HOME, path), "rb").read())
    except SyntaxError:
        return False
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    groups = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))]
    return any(isinstance(node, functions) and node.name.startswith("test") for group in groups for node in group)


def is_test_file(path):
    name = os.path.basename(path)
    return name.endswith("_test.py") or name.startswith("test_") and name.endswith(".py")


def test_files(entry, paths):
    """Those of the file that was asked for. One without any stands for all of the session's."""
    if is_test_file(entry) or has_tests(entry):
        return [entry]
    return sorted(filter(is_test_file, paths))


def clipped(value):
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= MAX_VALUE_CHARS else text[:MAX_VALUE_CHARS] + "…"


def safe_repr(value):
    try:
        return clipped(repr(value))
    except Exception as error:
        return f"<{type(error).__name__} in repr()>"


def failure(error, path):
    """Where in the tests it happened, and why, in short."""
    found, trace = {}, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == path:
            found = {"path": path, "line": trace.tb_lineno}
        if trace.tb_frame.f_code.co_filename in session_paths:
            last = trace
            found = found or {"path": trace.tb_frame.f_code.co_filename, "line": trace.tb_lineno}
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.filename:
        found = {"path": shown(error.filename), "line": error.lineno or 1}
    if not isinstance(error, AssertionError):
        return found | {"message": clipped("".join(traceback.format_exception_only(error)).strip())}
    if found:
        found |= asserted(last)
    return found | {"message": clipped(str(error).strip() or found.get("message", "AssertionError"))}


def asserted(trace):
    source = "".join(linecache.getlines(trace.tb_frame.f_code.co_filename))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assert) and node.lineno <= trace.tb_lineno <= node.end_lineno:
            said = {"message": ast.get_source_segment(source, node)}
            names = trace.tb_frame.f_locals
            if equality(node) and f"@left{node.lineno}" in names:
                said["actual"] = safe_repr(names[f"@left{node.lineno}"])
                said["expected"] = safe_repr(names[f"@right{node.lineno}"])
            return said
    return {}


def make_result(path):
    import unittest

    class Result(unittest.TestResult):
        """Tells of each test as soon as it has run."""

        failed = False

        def startTest(self, test):
            super().startTest(test)
            self.started, self.told = time.perf_counter(), False

        def stopTest(self, test):
            super().stopTest(test)
            self.started = None

        def tell(self, name, state, **about):
            sys.stdout.flush()
            started = getattr(self, "started", None)
            ms = 0 if started is None else (time.perf_counter() - started) * 1000
            self.told = True
            self.failed = self.failed or state == "failed"
            host.piece(json.dumps({"kind": "test", "name": name, "state": state, "ms": round(ms, 3), **about}))

        def addSuccess(self, test):
            if not self.told:
                self.tell(names_of(test), "passed")

        def addSkip(self, test, reason):
            self.tell(names_of(test), "skipped", **({"message": clipped(reason)} if reason else {}))

        def addFailure(self, test, error):
            self.tell(names_of(test), "failed", **failure(error[1], path))

        addError = addFailure

        def addSubTest(self, test, subtest, error):
            name = [*names_of(test), subtest._subDescription()]
            if error:
                self.tell(name, "failed", **failure(error[1], path))
            else:
                self.tell(name, "passed")

        def addExpectedFailure(self, test, error):
            self.tell(names_of(test), "passed")

        def addUnexpectedSuccess(self, test):
            self.tell(names_of(test), "failed", message="It was expected to fail.")

    return Result()


def names_of(test):
    """Module, class and test; what fails around tests, as setUpClass, has words in place of them."""
    if hasattr(test, "session_name"):
        return test.session_name
    parts = getattr(test, "_testMethodName", None)
    if not parts:
        return [clipped(str(test))]
    return [type(test).__module__, type(test).__qualname__, parts]


def suite_of(module):
    import inspect, unittest

    suite = unittest.TestSuite()
    for name, value in list(vars(module).items()):
        if isinstance(value, type) and issubclass(value, unittest.TestCase) and value.__module__ == module.__name__:
            suite.addTest(unittest.defaultTestLoader.loadTestsFromTestCase(value))
        elif name.startswith("test") and inspect.isfunction(value) and value.__module__ == module.__name__:
            suite.addTest(as_case(name, value))
    return suite


def as_case(name, function):
    import inspect, unittest

    asynchronous = inspect.iscoroutinefunction(function)
    case = unittest.FunctionTestCase((lambda: asyncio.run(function())) if asynchronous else function)
    case.session_name = [function.__module__, name]
    return case


def run_tests(entry, paths):
    global session_paths
    session_paths = set(paths)
    files = test_files(entry, paths)
    count, failed = 0, False
    for path in files:
        name = path.removesuffix(".py").replace("/", ".")
        result = make_result(path)
        try:
            place = os.path.join(HOME, path)
            sys.path.insert(0, os.path.dirname(place))
            spec = importlib.util.spec_from_file_location(name, place, loader=TestLoader(name, place))
            module = sys.modules[name] = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            suite = suite_of(module)
        except (Exception, SystemExit) as error:
            without_ours(error)
            import unittest

            if isinstance(error, unittest.SkipTest):
                result.tell([name], "skipped", message=str(error))
            else:
                result.tell([name], "failed", **failure(error, path))
            count += 1
        else:
            count += suite.countTestCases()
            suite.run(result)
        finally:
            sys.path.pop(0)
        failed = failed or result.failed
    if count == 0:
        host.no_tests()
    return int(failed or count == 0)
`;
