"""What of the standard library is not there in every Python from 3.8 to 3.15, or not on every system.

Written by docs/standard_library.py from the stubs of typeshed (https://github.com/python/typeshed, Apache License 2.0
and MIT License) as typeshed-client 2.7.0, 2.8.2, 2.11.0, 2.14.0 bundle them. Do not edit.

A specification is a range of minor versions, `since-until`, either of which may be left out: nothing is told of Pythons
outside. `x` is never, `?` is not known. Three with commas are for Linux, Windows and macOS; one is for all of them.
"""

from __future__ import annotations

FIRST, LAST = (3, 8), (3, 15)
"""The Pythons that the table tells of."""
PLATFORMS = ("linux", "win32", "darwin")
"""The systems that it tells of, as `sys.platform` names them."""

MODULES: dict[str, str] = {
    ",x,": "fcntl grp posix pty pwd readline resource syslog termios tty",
    "-10": "binhex",
    "-11": "asynchat asyncore distutils imp smtpd",
    "-12": (
        "aifc audioop cgi cgitb chunk imghdr lib2to3 mailcap nntplib pipes sndhdr sunau telnetlib tkinter.tix uu xdrlib"
    ),
    "-12,x,-12": "crypt nis spwd",
    "-12,x,x": "ossaudiodev",
    "-14": "sre_compile sre_constants sre_parse",
    "-8": "dummy_threading",
    "-9": "distutils.command.bdist_wininst formatter parser symbol",
    "10-": "asyncio.mixins importlib.readers",
    "11-": (
        "asyncio.taskgroups asyncio.timeouts importlib.resources.abc importlib.resources.readers "
        "importlib.resources.simple importlib.simple tomllib wsgiref.types"
    ),
    "13-": "dbm.sqlite3 importlib.metadata.diagnose",
    "14-": (
        "annotationlib asyncio.graph asyncio.tools compression concurrent.futures.interpreter concurrent.interpreters "
        "pathlib.types string.templatelib"
    ),
    "15-": "math.integer profiling xml.utils",
    "9-": "asyncio.threads graphlib zoneinfo",
    "x,,x": "asyncio.windows_events asyncio.windows_utils msvcrt nt winreg winsound",
    "x,-10,x": "distutils.command.bdist_msi",
    "x,-12,x": "msilib",
}
"""By specification, the modules that it holds for."""

NAMES: dict[str, dict[str, str]] = {
    "abc": {
        "10-": "update_abstractmethods",
    },
    "aifc": {
        "-8": "openfp",
    },
    "argparse": {
        "9-": "BooleanOptionalAction",
    },
    "ast": {
        "-13": "Bytes Ellipsis NameConstant Num Str",
        "10-": (
            "Match MatchAs MatchClass MatchMapping MatchOr MatchSequence MatchSingleton MatchStar MatchValue "
            "match_case pattern"
        ),
        "11-": "TryStar",
        "12-": "ParamSpec TypeAlias TypeVar TypeVarTuple type_param",
        "13-": "PyCF_OPTIMIZED_AST",
        "14-": "Interpolation TemplateStr compare",
        "9-": "main unparse",
    },
    "asyncio": {
        ",x,": "open_unix_connection start_unix_server",
        "-10": "coroutine",
        "-13": "get_child_watcher set_child_watcher",
        "-13,x,-13": (
            "AbstractChildWatcher FastChildWatcher MultiLoopChildWatcher SafeChildWatcher ThreadedChildWatcher"
        ),
        "11-": "Barrier BrokenBarrierError Runner TaskGroup Timeout timeout timeout_at",
        "12-": "create_eager_task_factory eager_task_factory",
        "13-": "EventLoop QueueShutDown",
        "14-": "FrameCallGraphEntry FutureCallGraph capture_call_graph format_call_graph print_call_graph",
        "9-": "Server to_thread",
        "9-13,x,9-13": "PidfdChildWatcher",
        "x,,x": "IocpProactor ProactorEventLoop",
    },
    "asyncio.constants": {
        "11-": "FLOW_CONTROL_HIGH_WATER_SSL_READ FLOW_CONTROL_HIGH_WATER_SSL_WRITE SSL_SHUTDOWN_TIMEOUT",
        "12-": "THREAD_JOIN_TIMEOUT",
    },
    "asyncio.coroutines": {
        "-10": "coroutine",
    },
    "asyncio.events": {
        "-13": "AbstractEventLoopPolicy BaseDefaultEventLoopPolicy get_child_watcher set_child_watcher",
    },
    "asyncio.exceptions": {
        "11-": "BrokenBarrierError",
    },
    "asyncio.locks": {
        "11-": "Barrier",
    },
    "asyncio.queues": {
        "13-": "QueueShutDown",
    },
    "asyncio.runners": {
        "11-": "Runner",
    },
    "asyncio.sslproto": {
        "11-": "AppProtocolState SSLAgainErrors SSLProtocolState add_flowcontrol_defaults",
    },
    "asyncio.streams": {
        ",x,": "open_unix_connection start_unix_server",
    },
    "asyncio.tasks": {
        "12-": "create_eager_task_factory eager_task_factory",
    },
    "asyncio.unix_events": {
        ",x,": "SelectorEventLoop",
        "-13,,-13": "AbstractChildWatcher",
        "-13,x,-13": (
            "BaseChildWatcher DefaultEventLoopPolicy FastChildWatcher MultiLoopChildWatcher SafeChildWatcher "
            "ThreadedChildWatcher"
        ),
        "13-,x,13-": "EventLoop",
        "9-13,x,9-13": "PidfdChildWatcher",
    },
    "asyncio.windows_events": {
        ",-13,": "DefaultEventLoopPolicy WindowsProactorEventLoopPolicy WindowsSelectorEventLoopPolicy",
        ",13-,": "EventLoop",
    },
    "asyncore": {
        ",x,": "file_dispatcher file_wrapper",
    },
    "base64": {
        "-8": "decodestring encodestring",
        "10-": "b32hexdecode b32hexencode",
        "13-": "z85decode z85encode",
    },
    "binascii": {
        "-10": "a2b_hqx b2a_hqx rlecode_hqx rledecode_hqx",
        "15-": (
            "ASCII85_ALPHABET BASE32HEX_ALPHABET BASE32_ALPHABET BASE64_ALPHABET BASE85_ALPHABET BINHEX_ALPHABET "
            "CRYPT_ALPHABET URLSAFE_BASE64_ALPHABET UU_ALPHABET Z85_ALPHABET a2b_ascii85 a2b_base32 a2b_base85 "
            "b2a_ascii85 b2a_base32 b2a_base85"
        ),
    },
    "builtins": {
        "10-": "EncodingWarning aiter anext",
        "11-": "BaseExceptionGroup ExceptionGroup",
        "13-": "PythonFinalizationError",
        "15-": "ImportCycleError frozendict sentinel",
        "x,,x": "WindowsError",
    },
    "cProfile": {
        "-14": "label",
    },
    "calendar": {
        "12-": "APRIL AUGUST DECEMBER Day FEBRUARY JANUARY JULY JUNE MARCH MAY Month NOVEMBER OCTOBER SEPTEMBER",
        "15-": "standalone_month_abbr standalone_month_name",
    },
    "codecs": {
        "10-": "unregister",
        "x,,x": "code_page_decode code_page_encode mbcs_decode mbcs_encode oem_decode oem_encode",
    },
    "collections": {
        "-9": (
            "AsyncGenerator AsyncIterable AsyncIterator Awaitable ByteString Callable Collection Container Coroutine "
            "Generator Hashable ItemsView Iterable Iterator KeysView Mapping MappingView MutableMapping "
            "MutableSequence MutableSet Reversible Sequence Set Sized ValuesView"
        ),
    },
    "collections.abc": {
        "-14": "ByteString",
        "12-": "Buffer",
    },
    "compression.zlib": {
        "15-": "adler32_combine crc32_combine",
    },
    "concurrent.futures": {
        "14-": "InterpreterPoolExecutor",
    },
    "concurrent.futures.thread": {
        "14-": "WorkerContext",
    },
    "configparser": {
        "-11": "SafeConfigParser",
        "-12": "LegacyInterpolation",
        "13-": "MultilineContinuationError UNNAMED_SECTION",
        "14-": "InvalidWriteError UnnamedSectionDisabledError",
    },
    "contextlib": {
        "10-": "AsyncContextDecorator aclosing",
        "11-": "chdir",
    },
    "copy": {
        "13-": "replace",
    },
    "csv": {
        "12-": "QUOTE_NOTNULL QUOTE_STRINGS",
    },
    "ctypes": {
        "11-": "BigEndianUnion LittleEndianUnion",
        "12-": "c_time_t",
        "14-": "CField memoryview_at",
        "14-,x,14-": "c_double_complex c_float_complex c_longdouble_complex",
        "x,,x": (
            "DllCanUnloadNow DllGetClassObject FormatError GetLastError HRESULT OleDLL WINFUNCTYPE WinDLL WinError "
            "get_last_error oledll set_last_error windll"
        ),
        "x,14-,x": "COMError CopyComPointer",
    },
    "ctypes.util": {
        "14-": "dllist",
        "x,,x": "find_msvcrt",
    },
    "ctypes.wintypes": {
        "14-": "HCONV HCONVLIST HCURSOR HDDEDATA HDROP HFILE HRESULT HSZ",
    },
    "curses": {
        "10-": "has_extended_color_support",
        "10-,10-,?": "BUTTON5_CLICKED BUTTON5_DOUBLE_CLICKED BUTTON5_PRESSED BUTTON5_RELEASED BUTTON5_TRIPLE_CLICKED",
        "14-": "assume_default_colors",
        "9-": "get_escdelay get_tabsize set_escdelay set_tabsize",
    },
    "dataclasses": {
        "10-": "KW_ONLY",
    },
    "datetime": {
        "11-": "UTC",
    },
    "dbm.sqlite3": {
        "15-": "REORGANIZE",
    },
    "decimal": {
        "14-": "IEEEContext IEEE_CONTEXT_MAX_BITS",
        "15-": "SPEC_VERSION",
    },
    "dis": {
        "-11": "hasnargs",
        "11-": "Positions",
        "12-": "hasarg hasexc",
        "13-": "hasjump",
    },
    "email.errors": {
        "10-": "InvalidDateDefect",
    },
    "encodings": {
        "x,14-,x": "win32_code_page_search_function",
    },
    "enum": {
        "11-": (
            "CONFORM CONTINUOUS EJECT EnumCheck EnumType FlagBoundary KEEP NAMED_FLAGS ReprEnum STRICT StrEnum UNIQUE "
            "bin global_enum global_enum_repr global_flag_repr global_str member nonmember pickle_by_enum_name "
            "pickle_by_global_name property show_flag_values verify"
        ),
        "13-": "EnumDict",
    },
    "errno": {
        ",x,": "EMULTIHOP ENOTBLK",
        ",x,?": (
            "EADV EBADE EBADFD EBADR EBADRQC EBADSLT EBFONT ECHRNG ECOMM EDOTDOT EISNAM EKEYEXPIRED EKEYREJECTED "
            "EKEYREVOKED EL2HLT EL2NSYNC EL3HLT EL3RST ELIBACC ELIBBAD ELIBEXEC ELIBMAX ELIBSCN ELNRNG EMEDIUMTYPE "
            "ENAVAIL ENOANO ENOCSI ENOKEY ENOMEDIUM ENONET ENOPKG ENOTNAM ENOTUNIQ EREMCHG EREMOTEIO ERESTART ERFKILL "
            "ESRMNT ESTRPIPE EUCLEAN EUNATCH EXFULL"
        ),
        "14-,x,?": "EHWPOISON",
        "?,x,": (
            "EAUTH EBADARCH EBADEXEC EBADMACHO EBADRPC EDEVERR EFTYPE ENEEDAUTH ENOATTR ENOPOLICY EPROCLIM "
            "EPROCUNAVAIL EPROGMISMATCH EPROGUNAVAIL EPWROFF ERPCMISMATCH ESHLIBVERS"
        ),
        "?,x,11-": "ENOTCAPABLE EQFULL",
        "x,,x": (
            "WSABASEERR WSAEACCES WSAEADDRINUSE WSAEADDRNOTAVAIL WSAEAFNOSUPPORT WSAEALREADY WSAEBADF WSAECONNABORTED "
            "WSAECONNREFUSED WSAECONNRESET WSAEDESTADDRREQ WSAEDISCON WSAEDQUOT WSAEFAULT WSAEHOSTDOWN WSAEHOSTUNREACH "
            "WSAEINPROGRESS WSAEINTR WSAEINVAL WSAEISCONN WSAELOOP WSAEMFILE WSAEMSGSIZE WSAENAMETOOLONG WSAENETDOWN "
            "WSAENETRESET WSAENETUNREACH WSAENOBUFS WSAENOPROTOOPT WSAENOTCONN WSAENOTEMPTY WSAENOTSOCK WSAEOPNOTSUPP "
            "WSAEPFNOSUPPORT WSAEPROCLIM WSAEPROTONOSUPPORT WSAEPROTOTYPE WSAEREMOTE WSAESHUTDOWN WSAESOCKTNOSUPPORT "
            "WSAESTALE WSAETIMEDOUT WSAETOOMANYREFS WSAEUSERS WSAEWOULDBLOCK WSANOTINITIALISED WSASYSNOTREADY "
            "WSAVERNOTSUPPORTED"
        ),
    },
    "faulthandler": {
        ",x,": "register unregister",
        "14-": "dump_c_stack",
    },
    "fcntl": {
        "10-,,?": "F_GETPIPE_SZ F_SETPIPE_SZ",
        "12-,,?": "FICLONE FICLONERANGE",
        "13-,,?": (
            "F_GETOWN_EX F_GET_FILE_RW_HINT F_GET_RW_HINT F_OWNER_PGRP F_OWNER_PID F_OWNER_TID F_SEAL_FUTURE_WRITE "
            "F_SETOWN_EX F_SET_FILE_RW_HINT F_SET_RW_HINT RWH_WRITE_LIFE_EXTREME RWH_WRITE_LIFE_LONG "
            "RWH_WRITE_LIFE_MEDIUM RWH_WRITE_LIFE_NONE RWH_WRITE_LIFE_NOT_SET RWH_WRITE_LIFE_SHORT"
        ),
        "14-,,?": "F_DUPFD_QUERY",
        "9-,,?": "F_OFD_GETLK F_OFD_SETLK F_OFD_SETLKW",
        "?,,13-": "F_GETNOSIGPIPE F_RDAHEAD F_SETNOSIGPIPE",
        "?,,9-": "F_GETPATH",
    },
    "fnmatch": {
        "14-": "filterfalse",
    },
    "fractions": {
        "-8": "gcd",
    },
    "functools": {
        "14-": "Placeholder",
        "9-": "cache",
    },
    "gc": {
        "9-": "is_finalized",
    },
    "genericpath": {
        "12-": "islink",
        "13-": "isjunction lexists",
        "15-": "ALL_BUT_LAST",
    },
    "gettext": {
        "-10": "bind_textdomain_codeset ldgettext ldngettext lgettext lngettext",
    },
    "glob": {
        "-14": "glob0 glob1",
        "13-": "translate",
    },
    "hashlib": {
        "11-": "file_digest",
    },
    "heapq": {
        "14-": "heapify_max heappop_max heappush_max heappushpop_max heapreplace_max",
    },
    "http": {
        "11-": "HTTPMethod",
    },
    "http.client": {
        "13-": "CONTENT_TOO_LARGE RANGE_NOT_SATISFIABLE UNPROCESSABLE_CONTENT URI_TOO_LONG",
    },
    "http.server": {
        "-14": "CGIHTTPRequestHandler",
        "14-": "HTTPSServer ThreadingHTTPSServer",
    },
    "imaplib": {
        "14-": "Idler",
    },
    "importlib": {
        "-11": "find_loader",
    },
    "importlib.abc": {
        "-11": "Finder",
        "-13": "ResourceReader",
        "9-13": "Traversable TraversableResources",
    },
    "importlib.machinery": {
        "11-": "NamespaceLoader",
    },
    "importlib.metadata": {
        "10-": "EntryPoints PackageMetadata packages_distributions",
        "10-11": "Deprecated DeprecatedList SelectableGroups",
        "11-12": "DeprecatedTuple",
        "12-14": "DeprecatedNonAbstract",
        "15-": "MetadataNotFound",
    },
    "importlib.readers": {
        "-10": "remove_duplicates",
    },
    "importlib.resources": {
        "10-": "ResourceReader",
        "9-": "as_file files",
    },
    "importlib.util": {
        "-11": "module_for_loader set_loader set_package",
    },
    "inspect": {
        "-10": "ArgSpec formatargspec getargspec",
        "10-": "get_annotations",
        "11-": "getmembers_static ismethodwrapper",
        "12-": (
            "AGEN_CLOSED AGEN_CREATED AGEN_RUNNING AGEN_SUSPENDED BufferFlags getasyncgenlocals getasyncgenstate "
            "markcoroutinefunction"
        ),
        "14-": "CO_HAS_DOCSTRING CO_METHOD ispackage",
        "9-": "ClassFoundException",
    },
    "io": {
        "10-": "text_encoding",
        "14-": "Reader Writer",
    },
    "itertools": {
        "10-": "pairwise",
        "12-": "batched",
    },
    "keyword": {
        "9-": "issoftkeyword softkwlist",
    },
    "locale": {
        ",x,": (
            "ABDAY_1 ABDAY_2 ABDAY_3 ABDAY_4 ABDAY_5 ABDAY_6 ABDAY_7 ABMON_1 ABMON_10 ABMON_11 ABMON_12 ABMON_2 "
            "ABMON_3 ABMON_4 ABMON_5 ABMON_6 ABMON_7 ABMON_8 ABMON_9 ALT_DIGITS AM_STR CODESET CRNCYSTR DAY_1 DAY_2 "
            "DAY_3 DAY_4 DAY_5 DAY_6 DAY_7 D_FMT D_T_FMT ERA ERA_D_FMT ERA_D_T_FMT ERA_T_FMT LC_MESSAGES MON_1 MON_10 "
            "MON_11 MON_12 MON_2 MON_3 MON_4 MON_5 MON_6 MON_7 MON_8 MON_9 NOEXPR PM_STR RADIXCHAR THOUSEP T_FMT "
            "T_FMT_AMPM YESEXPR bind_textdomain_codeset bindtextdomain dcgettext dgettext gettext nl_langinfo "
            "textdomain"
        ),
        "-11": "format",
        "-12": "resetlocale",
        "11-": "getencoding",
    },
    "logging": {
        "11-": "getLevelNamesMapping",
        "12-": "getHandlerByName getHandlerNames",
    },
    "math": {
        "11-": "cbrt exp2",
        "12-": "sumprod",
        "13-": "fma",
        "15-": "fmax fmin isnormal issubnormal signbit",
        "9-": "lcm nextafter ulp",
    },
    "mimetypes": {
        "13-": "guess_file_type",
    },
    "mmap": {
        ",x,": (
            "MADV_DONTNEED MADV_FREE MADV_NORMAL MADV_RANDOM MADV_SEQUENTIAL MADV_WILLNEED MAP_ANON MAP_ANONYMOUS "
            "MAP_PRIVATE MAP_SHARED PROT_EXEC PROT_READ PROT_WRITE"
        ),
        ",x,?": (
            "MADV_DODUMP MADV_DOFORK MADV_DONTDUMP MADV_DONTFORK MADV_HUGEPAGE MADV_HWPOISON MADV_MERGEABLE "
            "MADV_NOHUGEPAGE MADV_REMOVE MADV_UNMERGEABLE MAP_DENYWRITE MAP_EXECUTABLE"
        ),
        "10-,x,?": "MAP_POPULATE",
        "11-,x,?": "MAP_STACK",
        "13-,x,13-": "MAP_32BIT MAP_NORESERVE",
        "15-,x,15-": "MS_ASYNC MS_INVALIDATE MS_SYNC",
        "?,x,10-": "MADV_FREE_REUSABLE MADV_FREE_REUSE",
        "?,x,13-": (
            "MAP_HASSEMAPHORE MAP_JIT MAP_NOCACHE MAP_NOEXTEND MAP_RESILIENT_CODESIGN MAP_RESILIENT_MEDIA MAP_TPRO "
            "MAP_TRANSLATED_ALLOW_EXECUTE MAP_UNIX03"
        ),
    },
    "modulefinder": {
        "-10": "EXTENDED_ARG IMPORT_NAME LOAD_CONST STORE_GLOBAL STORE_NAME STORE_OPS",
    },
    "msvcrt": {
        ",10-,": "GetErrorMode",
    },
    "multiprocessing.connection": {
        "x,,x": "PipeConnection",
    },
    "multiprocessing.context": {
        ",x,": "ForkContext ForkProcess ForkServerContext ForkServerProcess",
    },
    "multiprocessing.heap": {
        ",x,": "rebuild_arena reduce_arena",
    },
    "multiprocessing.managers": {
        "14-": "SetProxy",
    },
    "multiprocessing.reduction": {
        ",x,": "DupFd recvfds sendfds",
        "-13,x,-13": "ACKNOWLEDGE",
        "x,,x": "DupHandle duplicate steal_handle",
    },
    "multiprocessing.resource_sharer": {
        ",x,": "DupFd",
        "x,,x": "DupSocket",
    },
    "multiprocessing.util": {
        "14-": "WARNING warn",
    },
    "nt": {
        ",11-,": "EX_OK",
        ",12-,": "get_blocking listdrives listmounts listvolumes set_blocking",
        ",13-,": "fchmod lchmod",
        ",14-,": "readinto",
        ",9-,": "unsetenv waitstatus_to_exitcode",
    },
    "ntpath": {
        "12-": "isjunction splitroot",
        "13-": "isreserved",
        "15-": "ALL_BUT_LAST",
    },
    "opcode": {
        "-11": "hasnargs",
        "12-": "hasarg hasexc",
        "13-": "hasjump",
    },
    "operator": {
        "11-": "call",
        "14-": "is_none is_not_none",
    },
    "os": {
        ",11-,": "EX_OK",
        ",12-,": "get_blocking set_blocking",
        ",9-,": "unsetenv",
        ",x,": (
            "CLD_CONTINUED CLD_DUMPED CLD_EXITED CLD_TRAPPED EX_CANTCREAT EX_CONFIG EX_DATAERR EX_IOERR EX_NOHOST "
            "EX_NOINPUT EX_NOPERM EX_NOUSER EX_OSERR EX_OSFILE EX_PROTOCOL EX_SOFTWARE EX_TEMPFAIL EX_UNAVAILABLE "
            "EX_USAGE F_LOCK F_TEST F_TLOCK F_ULOCK NGROUPS_MAX POSIX_SPAWN_CLOSE POSIX_SPAWN_DUP2 POSIX_SPAWN_OPEN "
            "PRIO_PGRP PRIO_PROCESS PRIO_USER P_ALL P_PGID P_PID RTLD_GLOBAL RTLD_LAZY RTLD_LOCAL RTLD_NODELETE "
            "RTLD_NOLOAD RTLD_NOW SCHED_FIFO SCHED_OTHER SCHED_RR SEEK_DATA SEEK_HOLE ST_NOSUID ST_RDONLY WCONTINUED "
            "WCOREDUMP WEXITED WEXITSTATUS WIFCONTINUED WIFEXITED WIFSIGNALED WIFSTOPPED WNOHANG WNOWAIT WSTOPPED "
            "WSTOPSIG WTERMSIG WUNTRACED chown chroot confstr confstr_names ctermid environb fchdir fchown fork "
            "forkpty fpathconf fstatvfs fwalk getegid getenvb geteuid getgid getgrouplist getgroups getloadavg getpgid "
            "getpgrp getpriority getsid getuid initgroups killpg lchown lockf major makedev minor mkfifo mknod nice "
            "openpty pathconf pathconf_names posix_spawn posix_spawnp pread preadv pwrite pwritev readv "
            "register_at_fork sched_get_priority_max sched_get_priority_min sched_param sched_yield sendfile setegid "
            "seteuid setgid setgroups setpgid setpgrp setpriority setregid setreuid setsid setuid spawnlp spawnlpe "
            "spawnvp spawnvpe statvfs sync sysconf sysconf_names tcgetpgrp tcsetpgrp ttyname uname wait wait3 wait4 "
            "writev"
        ),
        ",x,?": (
            "GRND_NONBLOCK GRND_RANDOM POSIX_FADV_DONTNEED POSIX_FADV_NOREUSE POSIX_FADV_NORMAL POSIX_FADV_RANDOM "
            "POSIX_FADV_SEQUENTIAL POSIX_FADV_WILLNEED RTLD_DEEPBIND RWF_DSYNC RWF_HIPRI RWF_NOWAIT RWF_SYNC "
            "SCHED_BATCH SCHED_IDLE SCHED_RESET_ON_FORK ST_APPEND ST_MANDLOCK ST_NOATIME ST_NODEV ST_NODIRATIME "
            "ST_NOEXEC ST_RELATIME ST_SYNCHRONOUS ST_WRITE fdatasync getrandom getresgid getresuid pipe2 posix_fadvise "
            "posix_fallocate sched_getparam sched_getscheduler sched_rr_get_interval sched_setparam sched_setscheduler "
            "setresgid setresuid waitid waitid_result"
        ),
        ",x,x": (
            "MFD_ALLOW_SEALING MFD_CLOEXEC MFD_HUGETLB MFD_HUGE_16GB MFD_HUGE_16MB MFD_HUGE_1GB MFD_HUGE_1MB "
            "MFD_HUGE_256MB MFD_HUGE_2GB MFD_HUGE_2MB MFD_HUGE_32MB MFD_HUGE_512KB MFD_HUGE_512MB MFD_HUGE_64KB "
            "MFD_HUGE_8MB MFD_HUGE_MASK MFD_HUGE_SHIFT XATTR_CREATE XATTR_REPLACE XATTR_SIZE_MAX copy_file_range "
            "getxattr listxattr memfd_create removexattr sched_getaffinity sched_setaffinity setxattr"
        ),
        "10-,x,10-": "O_FSYNC",
        "10-,x,?": "RWF_APPEND",
        "10-,x,x": (
            "EFD_CLOEXEC EFD_NONBLOCK EFD_SEMAPHORE SPLICE_F_MORE SPLICE_F_MOVE SPLICE_F_NONBLOCK eventfd eventfd_read "
            "eventfd_write splice"
        ),
        "11-,x,11-": "login_tty",
        "12-,x,x": (
            "CLONE_FILES CLONE_FS CLONE_NEWCGROUP CLONE_NEWIPC CLONE_NEWNET CLONE_NEWNS CLONE_NEWPID CLONE_NEWTIME "
            "CLONE_NEWUSER CLONE_NEWUTS CLONE_SIGHAND CLONE_SYSVSEM CLONE_THREAD CLONE_VM setns unshare"
        ),
        "13-": "process_cpu_count",
        "13-,x,13-": "grantpt posix_openpt ptsname unlockpt",
        "13-,x,?": "POSIX_SPAWN_CLOSEFROM",
        "13-,x,x": (
            "TFD_CLOEXEC TFD_NONBLOCK TFD_TIMER_ABSTIME TFD_TIMER_CANCEL_ON_SET timerfd_create timerfd_gettime "
            "timerfd_gettime_ns timerfd_settime timerfd_settime_ns"
        ),
        "14-": "readinto reload_environ",
        "14-,x,?": "SCHED_DEADLINE SCHED_NORMAL",
        "15-,x,15-": "NODEV",
        "15-,x,?": (
            "AT_NO_AUTOMOUNT AT_STATX_DONT_SYNC AT_STATX_FORCE_SYNC AT_STATX_SYNC_AS_STAT STATX_ATIME "
            "STATX_BASIC_STATS STATX_BLOCKS STATX_BTIME STATX_CTIME STATX_DIOALIGN STATX_GID STATX_INO STATX_MNT_ID "
            "STATX_MNT_ID_UNIQUE STATX_MODE STATX_MTIME STATX_NLINK STATX_SIZE STATX_TYPE STATX_UID statx statx_result"
        ),
        "9-": "waitstatus_to_exitcode",
        "9-,x,9-": "CLD_KILLED CLD_STOPPED",
        "9-,x,x": "P_PIDFD pidfd_open",
        "?,x,": "chflags lchflags",
        "?,x,10-": "O_EVTONLY O_NOFOLLOW_ANY O_SYMLINK",
        "?,x,12-": "PRIO_DARWIN_BG PRIO_DARWIN_NONUI PRIO_DARWIN_PROCESS PRIO_DARWIN_THREAD",
        "?,x,13-": "O_EXEC O_SEARCH",
        "x,,x": "P_DETACH P_OVERLAY add_dll_directory get_handle_inheritable set_handle_inheritable startfile",
        "x,12-,x": "listdrives listmounts listvolumes",
    },
    "os.path": {
        "12-": "isjunction splitroot",
        "15-": "ALL_BUT_LAST",
        "x,13-,x": "isreserved",
    },
    "pathlib": {
        "13-": "UnsupportedOperation",
    },
    "pdb": {
        "-9": "getsourcelines",
        "14-": "get_default_backend set_default_backend set_trace_async",
    },
    "pkgutil": {
        "-11": "ImpImporter ImpLoader",
        "-13": "find_loader get_loader",
        "9-": "resolve_name",
    },
    "platform": {
        "-14": "java_ver",
        "10-": "freedesktop_os_release",
        "13-": "AndroidVer IOSVersionInfo android_ver ios_ver",
        "14-": "invalidate_caches",
    },
    "plistlib": {
        "-8": "Data readPlist readPlistFromBytes writePlist writePlistToBytes",
    },
    "posix": {
        ",,x": (
            "MFD_ALLOW_SEALING MFD_CLOEXEC MFD_HUGETLB MFD_HUGE_16GB MFD_HUGE_16MB MFD_HUGE_1GB MFD_HUGE_1MB "
            "MFD_HUGE_256MB MFD_HUGE_2GB MFD_HUGE_2MB MFD_HUGE_32MB MFD_HUGE_512KB MFD_HUGE_512MB MFD_HUGE_64KB "
            "MFD_HUGE_8MB MFD_HUGE_MASK MFD_HUGE_SHIFT XATTR_CREATE XATTR_REPLACE XATTR_SIZE_MAX copy_file_range "
            "getxattr listxattr memfd_create removexattr sched_getaffinity sched_setaffinity setxattr"
        ),
        "10-,,10-": "O_FSYNC",
        "10-,,?": "RWF_APPEND",
        "10-,,x": (
            "EFD_CLOEXEC EFD_NONBLOCK EFD_SEMAPHORE SPLICE_F_MORE SPLICE_F_MOVE SPLICE_F_NONBLOCK eventfd eventfd_read "
            "eventfd_write splice"
        ),
        "11-,,11-": "login_tty",
        "12-,,x": (
            "CLONE_FILES CLONE_FS CLONE_NEWCGROUP CLONE_NEWIPC CLONE_NEWNET CLONE_NEWNS CLONE_NEWPID CLONE_NEWTIME "
            "CLONE_NEWUSER CLONE_NEWUTS CLONE_SIGHAND CLONE_SYSVSEM CLONE_THREAD CLONE_VM setns unshare"
        ),
        "13-,,13-": "grantpt posix_openpt ptsname unlockpt",
        "13-,,?": "POSIX_SPAWN_CLOSEFROM",
        "13-,,x": (
            "TFD_CLOEXEC TFD_NONBLOCK TFD_TIMER_ABSTIME TFD_TIMER_CANCEL_ON_SET timerfd_create timerfd_gettime "
            "timerfd_gettime_ns timerfd_settime timerfd_settime_ns"
        ),
        "14-,,14-": "readinto",
        "14-,,?": "SCHED_DEADLINE SCHED_NORMAL",
        "15-,,15-": "NODEV",
        "15-,,?": (
            "AT_NO_AUTOMOUNT AT_STATX_DONT_SYNC AT_STATX_FORCE_SYNC AT_STATX_SYNC_AS_STAT STATX_ATIME "
            "STATX_BASIC_STATS STATX_BLOCKS STATX_BTIME STATX_CTIME STATX_DIOALIGN STATX_GID STATX_INO STATX_MNT_ID "
            "STATX_MNT_ID_UNIQUE STATX_MODE STATX_MTIME STATX_NLINK STATX_SIZE STATX_TYPE STATX_UID statx statx_result"
        ),
        "9-,,9-": "CLD_KILLED CLD_STOPPED waitstatus_to_exitcode",
        "9-,,x": "P_PIDFD pidfd_open",
        "?,,10-": "O_EVTONLY O_NOFOLLOW_ANY O_SYMLINK",
        "?,,12-": "PRIO_DARWIN_BG PRIO_DARWIN_NONUI PRIO_DARWIN_PROCESS PRIO_DARWIN_THREAD",
        "?,,13-": "O_EXEC O_SEARCH",
        "x,,x": "EX_NOTFOUND",
    },
    "posixpath": {
        "12-": "isjunction splitroot",
        "15-": "ALL_BUT_LAST",
    },
    "pstats": {
        "9-": "FunctionProfile StatsProfile",
    },
    "pty": {
        "-13,,-13": "master_open slave_open",
    },
    "pydoc": {
        "13-": "get_pager pipe_pager plain_pager tempfile_pager tty_pager",
    },
    "queue": {
        "13-": "ShutDown",
    },
    "random": {
        "12-": "binomialvariate",
        "9-": "randbytes",
    },
    "re": {
        "-12": "T TEMPLATE template",
        "11-": "NOFLAG",
        "13-": "PatternError",
        "15-": "prefixmatch",
    },
    "readline": {
        "13-,,13-": "backend",
    },
    "resource": {
        "15-,,15-": "RLIM_SAVED_CUR RLIM_SAVED_MAX",
        "x,,x": "RLIMIT_NTHR RLIMIT_PIPEBUF RLIMIT_THREADS RLIMIT_UMTXP",
    },
    "select": {
        ",x,": "PIPE_BUF POLLERR POLLHUP POLLIN POLLNVAL POLLOUT POLLPRI POLLRDBAND POLLRDNORM POLLWRBAND POLLWRNORM",
        ",x,?": "POLLMSG POLLRDHUP",
        ",x,x": (
            "EPOLLERR EPOLLET EPOLLEXCLUSIVE EPOLLHUP EPOLLIN EPOLLMSG EPOLLONESHOT EPOLLOUT EPOLLPRI EPOLLRDBAND "
            "EPOLLRDHUP EPOLLRDNORM EPOLLWRBAND EPOLLWRNORM EPOLL_CLOEXEC epoll"
        ),
        "14-,x,x": "EPOLLWAKEUP",
        "?,x,": (
            "KQ_EV_ADD KQ_EV_CLEAR KQ_EV_DELETE KQ_EV_DISABLE KQ_EV_ENABLE KQ_EV_EOF KQ_EV_ERROR KQ_EV_FLAG1 "
            "KQ_EV_ONESHOT KQ_EV_SYSFLAGS KQ_FILTER_AIO KQ_FILTER_PROC KQ_FILTER_READ KQ_FILTER_SIGNAL KQ_FILTER_TIMER "
            "KQ_FILTER_VNODE KQ_FILTER_WRITE KQ_NOTE_ATTRIB KQ_NOTE_CHILD KQ_NOTE_DELETE KQ_NOTE_EXEC KQ_NOTE_EXIT "
            "KQ_NOTE_EXTEND KQ_NOTE_FORK KQ_NOTE_LINK KQ_NOTE_LOWAT KQ_NOTE_PCTRLMASK KQ_NOTE_PDATAMASK KQ_NOTE_RENAME "
            "KQ_NOTE_REVOKE KQ_NOTE_TRACK KQ_NOTE_TRACKERR KQ_NOTE_WRITE kevent kqueue"
        ),
    },
    "selectors": {
        ",x,": "PollSelector",
        ",x,x": "EpollSelector",
        "?,x,": "KqueueSelector",
    },
    "shelve": {
        "15-": "ShelveError",
    },
    "signal": {
        ",x,": (
            "ITIMER_PROF ITIMER_REAL ITIMER_VIRTUAL ItimerError SIGALRM SIGBUS SIGCHLD SIGCONT SIGHUP SIGIO SIGIOT "
            "SIGKILL SIGPIPE SIGPROF SIGQUIT SIGSTOP SIGSYS SIGTRAP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGUSR1 SIGUSR2 "
            "SIGVTALRM SIGWINCH SIGXCPU SIGXFSZ SIG_BLOCK SIG_SETMASK SIG_UNBLOCK Sigmasks alarm getitimer pause "
            "pthread_kill pthread_sigmask setitimer siginterrupt sigpending sigwait"
        ),
        ",x,?": "SIGCLD SIGPOLL SIGPWR SIGRTMAX SIGRTMIN sigtimedwait sigwaitinfo struct_siginfo",
        "11-,x,?": "SIGSTKFLT",
        "9-,x,x": "pidfd_send_signal",
        "?,x,": "SIGEMT SIGINFO",
        "x,,x": "CTRL_BREAK_EVENT CTRL_C_EVENT SIGBREAK",
    },
    "site": {
        "13-": "gethistoryfile register_readline",
        "15-": "StartupState",
    },
    "smtpd": {
        "-10": "MailmanProxy",
    },
    "socket": {
        ",,9-": "IPV6_DONTFRAG IPV6_HOPLIMIT IPV6_HOPOPTS IPV6_PKTINFO IPV6_RECVRTHDR IPV6_RTHDR",
        ",14-,?": "TCP_QUICKACK",
        ",x,": (
            "AF_ROUTE AF_UNIX CMSG_LEN CMSG_SPACE EAI_ADDRFAMILY EAI_OVERFLOW EAI_SYSTEM IPPROTO_GRE IPPROTO_IPIP "
            "IPPROTO_RSVP IPPROTO_TP IPV6_RTHDR_TYPE_0 IP_DEFAULT_MULTICAST_LOOP IP_DEFAULT_MULTICAST_TTL "
            "IP_MAX_MEMBERSHIPS IP_RECVOPTS IP_RECVRETOPTS IP_RETOPTS MSG_DONTWAIT MSG_EOR MSG_NOSIGNAL SCM_RIGHTS "
            "SO_REUSEPORT TCP_NOTSENT_LOWAT sethostname"
        ),
        ",x,9-": (
            "IPV6_DSTOPTS IPV6_NEXTHOP IPV6_PATHMTU IPV6_RECVDSTOPTS IPV6_RECVHOPLIMIT IPV6_RECVHOPOPTS "
            "IPV6_RECVPATHMTU IPV6_RECVPKTINFO IPV6_RTHDRDSTOPTS"
        ),
        ",x,?": (
            "AF_ALG AF_ASH AF_ATMPVC AF_ATMSVC AF_AX25 AF_BRIDGE AF_CAN AF_ECONET AF_KEY AF_LLC AF_NETBEUI AF_NETLINK "
            "AF_NETROM AF_PACKET AF_PPPOX AF_QIPCRTR AF_RDS AF_ROSE AF_SECURITY AF_TIPC AF_VSOCK AF_WANPIPE AF_X25 "
            "ALG_OP_DECRYPT ALG_OP_ENCRYPT ALG_OP_SIGN ALG_OP_VERIFY ALG_SET_AEAD_ASSOCLEN ALG_SET_AEAD_AUTHSIZE "
            "ALG_SET_IV ALG_SET_KEY ALG_SET_OP ALG_SET_PUBKEY CAN_BCM CAN_BCM_CAN_FD_FRAME CAN_BCM_RX_ANNOUNCE_RESUME "
            "CAN_BCM_RX_CHANGED CAN_BCM_RX_CHECK_DLC CAN_BCM_RX_DELETE CAN_BCM_RX_FILTER_ID CAN_BCM_RX_NO_AUTOTIMER "
            "CAN_BCM_RX_READ CAN_BCM_RX_RTR_FRAME CAN_BCM_RX_SETUP CAN_BCM_RX_STATUS CAN_BCM_RX_TIMEOUT "
            "CAN_BCM_SETTIMER CAN_BCM_STARTTIMER CAN_BCM_TX_ANNOUNCE CAN_BCM_TX_COUNTEVT CAN_BCM_TX_CP_CAN_ID "
            "CAN_BCM_TX_DELETE CAN_BCM_TX_EXPIRED CAN_BCM_TX_READ CAN_BCM_TX_RESET_MULTI_IDX CAN_BCM_TX_SEND "
            "CAN_BCM_TX_SETUP CAN_BCM_TX_STATUS CAN_EFF_FLAG CAN_EFF_MASK CAN_ERR_FLAG CAN_ERR_MASK CAN_ISOTP CAN_RAW "
            "CAN_RAW_FD_FRAMES CAN_RAW_FILTER CAN_RAW_LOOPBACK CAN_RAW_RECV_OWN_MSGS CAN_RTR_FLAG CAN_SFF_MASK "
            "IOCTL_VM_SOCKETS_GET_LOCAL_CID IP_TRANSPARENT MSG_CMSG_CLOEXEC MSG_CONFIRM MSG_FASTOPEN MSG_MORE "
            "NETLINK_CRYPTO NETLINK_DNRTMSG NETLINK_FIREWALL NETLINK_IP6_FW NETLINK_NFLOG NETLINK_ROUTE "
            "NETLINK_USERSOCK NETLINK_XFRM PACKET_BROADCAST PACKET_FASTROUTE PACKET_HOST PACKET_LOOPBACK "
            "PACKET_MULTICAST PACKET_OTHERHOST PACKET_OUTGOING PF_CAN PF_PACKET PF_RDS SCM_CREDENTIALS SOCK_CLOEXEC "
            "SOCK_NONBLOCK SOL_ALG SOL_CAN_BASE SOL_CAN_RAW SOL_RDS SOL_TIPC SO_BINDTODEVICE SO_DOMAIN SO_MARK "
            "SO_PASSCRED SO_PASSSEC SO_PEERCRED SO_PEERSEC SO_PRIORITY SO_PROTOCOL SO_VM_SOCKETS_BUFFER_MAX_SIZE "
            "SO_VM_SOCKETS_BUFFER_MIN_SIZE SO_VM_SOCKETS_BUFFER_SIZE TCP_CONGESTION TCP_CORK TCP_DEFER_ACCEPT TCP_INFO "
            "TCP_LINGER2 TCP_SYNCNT TCP_USER_TIMEOUT TCP_WINDOW_CLAMP TIPC_ADDR_ID TIPC_ADDR_NAME TIPC_ADDR_NAMESEQ "
            "TIPC_CFG_SRV TIPC_CLUSTER_SCOPE TIPC_CONN_TIMEOUT TIPC_CRITICAL_IMPORTANCE TIPC_DEST_DROPPABLE "
            "TIPC_HIGH_IMPORTANCE TIPC_IMPORTANCE TIPC_LOW_IMPORTANCE TIPC_MEDIUM_IMPORTANCE TIPC_NODE_SCOPE "
            "TIPC_PUBLISHED TIPC_SRC_DROPPABLE TIPC_SUBSCR_TIMEOUT TIPC_SUB_CANCEL TIPC_SUB_PORTS TIPC_SUB_SERVICE "
            "TIPC_TOP_SRV TIPC_WAIT_FOREVER TIPC_WITHDRAWN TIPC_ZONE_SCOPE VMADDR_CID_ANY VMADDR_CID_HOST "
            "VMADDR_PORT_ANY VM_SOCKETS_INVALID_VERSION"
        ),
        "10-,x,?": "IPPROTO_MPTCP",
        "11-,x,?": "SO_INCOMING_CPU",
        "12-": "IP_ADD_SOURCE_MEMBERSHIP IP_BLOCK_SOURCE IP_DROP_SOURCE_MEMBERSHIP IP_PKTINFO IP_UNBLOCK_SOURCE",
        "12-,x,12-": "ETHERTYPE_ARP ETHERTYPE_IP ETHERTYPE_IPV6 ETHERTYPE_VLAN",
        "12-,x,?": (
            "ETH_P_ALL TCP_CC_INFO TCP_FASTOPEN_CONNECT TCP_FASTOPEN_KEY TCP_FASTOPEN_NO_COOKIE TCP_INQ TCP_MD5SIG "
            "TCP_MD5SIG_EXT TCP_QUEUE_SEQ TCP_REPAIR TCP_REPAIR_OPTIONS TCP_REPAIR_QUEUE TCP_REPAIR_WINDOW "
            "TCP_SAVED_SYN TCP_SAVE_SYN TCP_THIN_DUPACK TCP_THIN_LINEAR_TIMEOUTS TCP_TIMESTAMP TCP_TX_DELAY TCP_ULP "
            "TCP_ZEROCOPY_RECEIVE"
        ),
        "13-,x,?": "NI_IDN SO_BINDTOIFINDEX",
        "14-": "IP_RECVTTL",
        "14-,14-,?": "IPV6_RECVERR IP_RECVERR SO_ORIGINAL_DST",
        "14-,x,?": (
            "BDADDR_BREDR BDADDR_LE_PUBLIC BDADDR_LE_RANDOM BT_CHANNEL_POLICY BT_CHANNEL_POLICY_BREDR_ONLY "
            "BT_CHANNEL_POLICY_BREDR_PREFERRED BT_CODEC BT_DEFER_SETUP BT_FLUSHABLE BT_FLUSHABLE_OFF BT_FLUSHABLE_ON "
            "BT_ISO_QOS BT_MODE BT_MODE_BASIC BT_MODE_ERTM BT_MODE_EXT_FLOWCTL BT_MODE_LE_FLOWCTL BT_MODE_STREAMING "
            "BT_PHY BT_PHY_BR_1M_1SLOT BT_PHY_BR_1M_3SLOT BT_PHY_BR_1M_5SLOT BT_PHY_EDR_2M_1SLOT BT_PHY_EDR_2M_3SLOT "
            "BT_PHY_EDR_2M_5SLOT BT_PHY_EDR_3M_1SLOT BT_PHY_EDR_3M_3SLOT BT_PHY_EDR_3M_5SLOT BT_PHY_LE_1M_RX "
            "BT_PHY_LE_1M_TX BT_PHY_LE_2M_RX BT_PHY_LE_2M_TX BT_PHY_LE_CODED_RX BT_PHY_LE_CODED_TX BT_PKT_STATUS "
            "BT_POWER BT_POWER_FORCE_ACTIVE_OFF BT_POWER_FORCE_ACTIVE_ON BT_RCVMTU BT_SECURITY BT_SECURITY_FIPS "
            "BT_SECURITY_HIGH BT_SECURITY_LOW BT_SECURITY_MEDIUM BT_SECURITY_SDP BT_SNDMTU BT_VOICE "
            "BT_VOICE_CVSD_16BIT BT_VOICE_TRANSPARENT BT_VOICE_TRANSPARENT_16BIT HCI_CHANNEL_CONTROL "
            "HCI_CHANNEL_LOGGING HCI_CHANNEL_MONITOR HCI_CHANNEL_RAW HCI_CHANNEL_USER HCI_DEV_NONE IP_FREEBIND "
            "IP_RECVORIGDSTADDR L2CAP_LM L2CAP_LM_AUTH L2CAP_LM_ENCRYPT L2CAP_LM_MASTER L2CAP_LM_RELIABLE "
            "L2CAP_LM_SECURE L2CAP_LM_TRUSTED SOL_BLUETOOTH SOL_L2CAP SOL_SCO VMADDR_CID_LOCAL"
        ),
        "15-,15-,?": "IPV6_HDRINCL",
        "15-,x,?": (
            "CAN_ISOTP_CHK_PAD_DATA CAN_ISOTP_CHK_PAD_LEN CAN_ISOTP_DEFAULT_EXT_ADDRESS CAN_ISOTP_DEFAULT_FLAGS "
            "CAN_ISOTP_DEFAULT_FRAME_TXTIME CAN_ISOTP_DEFAULT_LL_MTU CAN_ISOTP_DEFAULT_LL_TX_DL "
            "CAN_ISOTP_DEFAULT_LL_TX_FLAGS CAN_ISOTP_DEFAULT_PAD_CONTENT CAN_ISOTP_DEFAULT_RECV_BS "
            "CAN_ISOTP_DEFAULT_RECV_STMIN CAN_ISOTP_DEFAULT_RECV_WFTMAX CAN_ISOTP_EXTEND_ADDR CAN_ISOTP_FORCE_RXSTMIN "
            "CAN_ISOTP_FORCE_TXSTMIN CAN_ISOTP_HALF_DUPLEX CAN_ISOTP_LISTEN_MODE CAN_ISOTP_LL_OPTS CAN_ISOTP_OPTS "
            "CAN_ISOTP_RECV_FC CAN_ISOTP_RX_EXT_ADDR CAN_ISOTP_RX_PADDING CAN_ISOTP_RX_STMIN CAN_ISOTP_SF_BROADCAST "
            "CAN_ISOTP_TX_PADDING CAN_ISOTP_TX_STMIN CAN_ISOTP_WAIT_TX_DONE SOL_CAN_ISOTP"
        ),
        "9-,x,9-": "recv_fds send_fds",
        "9-,x,?": (
            "CAN_J1939 CAN_RAW_JOIN_FILTERS J1939_EE_INFO_NONE J1939_EE_INFO_TX_ABORT J1939_FILTER_MAX J1939_IDLE_ADDR "
            "J1939_MAX_UNICAST_ADDR J1939_NLA_BYTES_ACKED J1939_NLA_PAD J1939_NO_ADDR J1939_NO_NAME J1939_NO_PGN "
            "J1939_PGN_ADDRESS_CLAIMED J1939_PGN_ADDRESS_COMMANDED J1939_PGN_MAX J1939_PGN_PDU1_MAX J1939_PGN_REQUEST "
            "SCM_J1939_DEST_ADDR SCM_J1939_DEST_NAME SCM_J1939_ERRQUEUE SCM_J1939_PRIO SO_J1939_ERRQUEUE "
            "SO_J1939_FILTER SO_J1939_PROMISC SO_J1939_SEND_PRIO UDPLITE_RECV_CSCOV UDPLITE_SEND_CSCOV"
        ),
        "?,10-,10-": "IP_RECVTOS",
        "?,14-,?": "SOL_RFCOMM",
        "?,9-,": "AF_LINK",
        "?,9-,?": "AF_BLUETOOTH BDADDR_ANY BDADDR_LOCAL BTPROTO_RFCOMM",
        "?,x,": (
            "AF_SYSTEM AI_DEFAULT AI_MASK AI_V4MAPPED_CFG EAI_BADHINTS EAI_MAX EAI_PROTOCOL IPPROTO_EON IPPROTO_HELLO "
            "IPPROTO_IPCOMP IPPROTO_XTP LOCAL_PEERCRED MSG_EOF PF_SYSTEM SCM_CREDS SYSPROTO_CONTROL"
        ),
        "?,x,10-": "TCP_KEEPALIVE",
        "?,x,11-": "TCP_CONNECTION_INFO",
        "?,x,9-": "IPV6_USE_MIN_MTU",
        "x,,x": (
            "RCVALL_MAX RCVALL_OFF RCVALL_ON RCVALL_SOCKETLEVELONLY SIO_KEEPALIVE_VALS SIO_LOOPBACK_FAST_PATH "
            "SIO_RCVALL SO_EXCLUSIVEADDRUSE errorTab fromshare"
        ),
        "x,12-,x": (
            "AF_HYPERV HVSOCKET_ADDRESS_FLAG_PASSTHRU HVSOCKET_CONNECTED_SUSPEND HVSOCKET_CONNECT_TIMEOUT "
            "HVSOCKET_CONNECT_TIMEOUT_MAX HV_GUID_BROADCAST HV_GUID_CHILDREN HV_GUID_LOOPBACK HV_GUID_PARENT "
            "HV_GUID_WILDCARD HV_GUID_ZERO HV_PROTOCOL_RAW"
        ),
        "x,14-,x": "SO_BTH_ENCRYPT SO_BTH_MTU SO_BTH_MTU_MAX SO_BTH_MTU_MIN",
    },
    "socketserver": {
        ",x,": (
            "ForkingMixIn ForkingTCPServer ForkingUDPServer ThreadingUnixDatagramServer ThreadingUnixStreamServer "
            "UnixDatagramServer UnixStreamServer"
        ),
        "12-,x,12-": "ForkingUnixDatagramServer ForkingUnixStreamServer",
    },
    "sqlite3": {
        "-11": "enable_shared_cache",
        "-13": "version_info",
        "11-": (
            "Blob SQLITE_ABORT SQLITE_ABORT_ROLLBACK SQLITE_AUTH SQLITE_AUTH_USER SQLITE_BUSY SQLITE_BUSY_RECOVERY "
            "SQLITE_BUSY_SNAPSHOT SQLITE_BUSY_TIMEOUT SQLITE_CANTOPEN SQLITE_CANTOPEN_CONVPATH "
            "SQLITE_CANTOPEN_DIRTYWAL SQLITE_CANTOPEN_FULLPATH SQLITE_CANTOPEN_ISDIR SQLITE_CANTOPEN_NOTEMPDIR "
            "SQLITE_CANTOPEN_SYMLINK SQLITE_CONSTRAINT SQLITE_CONSTRAINT_CHECK SQLITE_CONSTRAINT_COMMITHOOK "
            "SQLITE_CONSTRAINT_FOREIGNKEY SQLITE_CONSTRAINT_FUNCTION SQLITE_CONSTRAINT_NOTNULL "
            "SQLITE_CONSTRAINT_PINNED SQLITE_CONSTRAINT_PRIMARYKEY SQLITE_CONSTRAINT_ROWID SQLITE_CONSTRAINT_TRIGGER "
            "SQLITE_CONSTRAINT_UNIQUE SQLITE_CONSTRAINT_VTAB SQLITE_CORRUPT SQLITE_CORRUPT_INDEX "
            "SQLITE_CORRUPT_SEQUENCE SQLITE_CORRUPT_VTAB SQLITE_EMPTY SQLITE_ERROR SQLITE_ERROR_MISSING_COLLSEQ "
            "SQLITE_ERROR_RETRY SQLITE_ERROR_SNAPSHOT SQLITE_FORMAT SQLITE_FULL SQLITE_INTERNAL SQLITE_INTERRUPT "
            "SQLITE_IOERR SQLITE_IOERR_ACCESS SQLITE_IOERR_AUTH SQLITE_IOERR_BEGIN_ATOMIC SQLITE_IOERR_BLOCKED "
            "SQLITE_IOERR_CHECKRESERVEDLOCK SQLITE_IOERR_CLOSE SQLITE_IOERR_COMMIT_ATOMIC SQLITE_IOERR_CONVPATH "
            "SQLITE_IOERR_CORRUPTFS SQLITE_IOERR_DATA SQLITE_IOERR_DELETE SQLITE_IOERR_DELETE_NOENT "
            "SQLITE_IOERR_DIR_CLOSE SQLITE_IOERR_DIR_FSYNC SQLITE_IOERR_FSTAT SQLITE_IOERR_FSYNC "
            "SQLITE_IOERR_GETTEMPPATH SQLITE_IOERR_LOCK SQLITE_IOERR_MMAP SQLITE_IOERR_NOMEM SQLITE_IOERR_RDLOCK "
            "SQLITE_IOERR_READ SQLITE_IOERR_ROLLBACK_ATOMIC SQLITE_IOERR_SEEK SQLITE_IOERR_SHMLOCK SQLITE_IOERR_SHMMAP "
            "SQLITE_IOERR_SHMOPEN SQLITE_IOERR_SHMSIZE SQLITE_IOERR_SHORT_READ SQLITE_IOERR_TRUNCATE "
            "SQLITE_IOERR_UNLOCK SQLITE_IOERR_VNODE SQLITE_IOERR_WRITE SQLITE_LIMIT_ATTACHED SQLITE_LIMIT_COLUMN "
            "SQLITE_LIMIT_COMPOUND_SELECT SQLITE_LIMIT_EXPR_DEPTH SQLITE_LIMIT_FUNCTION_ARG SQLITE_LIMIT_LENGTH "
            "SQLITE_LIMIT_LIKE_PATTERN_LENGTH SQLITE_LIMIT_SQL_LENGTH SQLITE_LIMIT_TRIGGER_DEPTH "
            "SQLITE_LIMIT_VARIABLE_NUMBER SQLITE_LIMIT_VDBE_OP SQLITE_LIMIT_WORKER_THREADS SQLITE_LOCKED "
            "SQLITE_LOCKED_SHAREDCACHE SQLITE_LOCKED_VTAB SQLITE_MISMATCH SQLITE_MISUSE SQLITE_NOLFS SQLITE_NOMEM "
            "SQLITE_NOTADB SQLITE_NOTFOUND SQLITE_NOTICE SQLITE_NOTICE_RECOVER_ROLLBACK SQLITE_NOTICE_RECOVER_WAL "
            "SQLITE_OK_LOAD_PERMANENTLY SQLITE_OK_SYMLINK SQLITE_PERM SQLITE_PROTOCOL SQLITE_RANGE SQLITE_READONLY "
            "SQLITE_READONLY_CANTINIT SQLITE_READONLY_CANTLOCK SQLITE_READONLY_DBMOVED SQLITE_READONLY_DIRECTORY "
            "SQLITE_READONLY_RECOVERY SQLITE_READONLY_ROLLBACK SQLITE_ROW SQLITE_SCHEMA SQLITE_TOOBIG SQLITE_WARNING "
            "SQLITE_WARNING_AUTOINDEX"
        ),
        "12-": (
            "LEGACY_TRANSACTION_CONTROL SQLITE_DBCONFIG_DEFENSIVE SQLITE_DBCONFIG_DQS_DDL SQLITE_DBCONFIG_DQS_DML "
            "SQLITE_DBCONFIG_ENABLE_FKEY SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION "
            "SQLITE_DBCONFIG_ENABLE_QPSG SQLITE_DBCONFIG_ENABLE_TRIGGER SQLITE_DBCONFIG_ENABLE_VIEW "
            "SQLITE_DBCONFIG_LEGACY_ALTER_TABLE SQLITE_DBCONFIG_LEGACY_FILE_FORMAT SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE "
            "SQLITE_DBCONFIG_RESET_DATABASE SQLITE_DBCONFIG_TRIGGER_EQP SQLITE_DBCONFIG_TRUSTED_SCHEMA "
            "SQLITE_DBCONFIG_WRITABLE_SCHEMA"
        ),
        "15-": "SQLITE_KEYWORDS",
    },
    "sqlite3.dbapi2": {
        "-11": "enable_shared_cache",
        "-13": "version version_info",
        "11-": (
            "Blob SQLITE_ABORT SQLITE_ABORT_ROLLBACK SQLITE_AUTH SQLITE_AUTH_USER SQLITE_BUSY SQLITE_BUSY_RECOVERY "
            "SQLITE_BUSY_SNAPSHOT SQLITE_BUSY_TIMEOUT SQLITE_CANTOPEN SQLITE_CANTOPEN_CONVPATH "
            "SQLITE_CANTOPEN_DIRTYWAL SQLITE_CANTOPEN_FULLPATH SQLITE_CANTOPEN_ISDIR SQLITE_CANTOPEN_NOTEMPDIR "
            "SQLITE_CANTOPEN_SYMLINK SQLITE_CONSTRAINT SQLITE_CONSTRAINT_CHECK SQLITE_CONSTRAINT_COMMITHOOK "
            "SQLITE_CONSTRAINT_FOREIGNKEY SQLITE_CONSTRAINT_FUNCTION SQLITE_CONSTRAINT_NOTNULL "
            "SQLITE_CONSTRAINT_PINNED SQLITE_CONSTRAINT_PRIMARYKEY SQLITE_CONSTRAINT_ROWID SQLITE_CONSTRAINT_TRIGGER "
            "SQLITE_CONSTRAINT_UNIQUE SQLITE_CONSTRAINT_VTAB SQLITE_CORRUPT SQLITE_CORRUPT_INDEX "
            "SQLITE_CORRUPT_SEQUENCE SQLITE_CORRUPT_VTAB SQLITE_EMPTY SQLITE_ERROR SQLITE_ERROR_MISSING_COLLSEQ "
            "SQLITE_ERROR_RETRY SQLITE_ERROR_SNAPSHOT SQLITE_FORMAT SQLITE_FULL SQLITE_INTERNAL SQLITE_INTERRUPT "
            "SQLITE_IOERR SQLITE_IOERR_ACCESS SQLITE_IOERR_AUTH SQLITE_IOERR_BEGIN_ATOMIC SQLITE_IOERR_BLOCKED "
            "SQLITE_IOERR_CHECKRESERVEDLOCK SQLITE_IOERR_CLOSE SQLITE_IOERR_COMMIT_ATOMIC SQLITE_IOERR_CONVPATH "
            "SQLITE_IOERR_CORRUPTFS SQLITE_IOERR_DATA SQLITE_IOERR_DELETE SQLITE_IOERR_DELETE_NOENT "
            "SQLITE_IOERR_DIR_CLOSE SQLITE_IOERR_DIR_FSYNC SQLITE_IOERR_FSTAT SQLITE_IOERR_FSYNC "
            "SQLITE_IOERR_GETTEMPPATH SQLITE_IOERR_LOCK SQLITE_IOERR_MMAP SQLITE_IOERR_NOMEM SQLITE_IOERR_RDLOCK "
            "SQLITE_IOERR_READ SQLITE_IOERR_ROLLBACK_ATOMIC SQLITE_IOERR_SEEK SQLITE_IOERR_SHMLOCK SQLITE_IOERR_SHMMAP "
            "SQLITE_IOERR_SHMOPEN SQLITE_IOERR_SHMSIZE SQLITE_IOERR_SHORT_READ SQLITE_IOERR_TRUNCATE "
            "SQLITE_IOERR_UNLOCK SQLITE_IOERR_VNODE SQLITE_IOERR_WRITE SQLITE_LIMIT_ATTACHED SQLITE_LIMIT_COLUMN "
            "SQLITE_LIMIT_COMPOUND_SELECT SQLITE_LIMIT_EXPR_DEPTH SQLITE_LIMIT_FUNCTION_ARG SQLITE_LIMIT_LENGTH "
            "SQLITE_LIMIT_LIKE_PATTERN_LENGTH SQLITE_LIMIT_SQL_LENGTH SQLITE_LIMIT_TRIGGER_DEPTH "
            "SQLITE_LIMIT_VARIABLE_NUMBER SQLITE_LIMIT_VDBE_OP SQLITE_LIMIT_WORKER_THREADS SQLITE_LOCKED "
            "SQLITE_LOCKED_SHAREDCACHE SQLITE_LOCKED_VTAB SQLITE_MISMATCH SQLITE_MISUSE SQLITE_NOLFS SQLITE_NOMEM "
            "SQLITE_NOTADB SQLITE_NOTFOUND SQLITE_NOTICE SQLITE_NOTICE_RECOVER_ROLLBACK SQLITE_NOTICE_RECOVER_WAL "
            "SQLITE_OK_LOAD_PERMANENTLY SQLITE_OK_SYMLINK SQLITE_PERM SQLITE_PROTOCOL SQLITE_RANGE SQLITE_READONLY "
            "SQLITE_READONLY_CANTINIT SQLITE_READONLY_CANTLOCK SQLITE_READONLY_DBMOVED SQLITE_READONLY_DIRECTORY "
            "SQLITE_READONLY_RECOVERY SQLITE_READONLY_ROLLBACK SQLITE_ROW SQLITE_SCHEMA SQLITE_TOOBIG SQLITE_WARNING "
            "SQLITE_WARNING_AUTOINDEX"
        ),
        "12-": (
            "LEGACY_TRANSACTION_CONTROL SQLITE_DBCONFIG_DEFENSIVE SQLITE_DBCONFIG_DQS_DDL SQLITE_DBCONFIG_DQS_DML "
            "SQLITE_DBCONFIG_ENABLE_FKEY SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION "
            "SQLITE_DBCONFIG_ENABLE_QPSG SQLITE_DBCONFIG_ENABLE_TRIGGER SQLITE_DBCONFIG_ENABLE_VIEW "
            "SQLITE_DBCONFIG_LEGACY_ALTER_TABLE SQLITE_DBCONFIG_LEGACY_FILE_FORMAT SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE "
            "SQLITE_DBCONFIG_RESET_DATABASE SQLITE_DBCONFIG_TRIGGER_EQP SQLITE_DBCONFIG_TRUSTED_SCHEMA "
            "SQLITE_DBCONFIG_WRITABLE_SCHEMA"
        ),
        "15-": "SQLITE_KEYWORDS",
    },
    "sre_compile": {
        "-10": "CALL",
        "-12": "SRE_FLAG_TEMPLATE",
        "11-": "ATOMIC_GROUP POSSESSIVE_REPEAT POSSESSIVE_REPEAT_ONE",
        "14-": "CH_NEGATE",
    },
    "sre_constants": {
        "-10": "CALL",
        "-12": "SRE_FLAG_TEMPLATE",
        "11-": "ATOMIC_GROUP POSSESSIVE_REPEAT POSSESSIVE_REPEAT_ONE",
        "14-": "CH_NEGATE",
    },
    "sre_parse": {
        "-10": "CALL Verbose",
        "-11": "expand_template",
        "-12": "SRE_FLAG_TEMPLATE",
        "11-": "ATOMIC_GROUP MAXWIDTH POSSESSIVE_REPEAT POSSESSIVE_REPEAT_ONE",
        "14-": "CH_NEGATE",
    },
    "ssl": {
        "-11": "match_hostname wrap_socket",
        "15-": "get_sigalgs",
        "x,,x": "enum_certificates enum_crls",
    },
    "stat": {
        "13-": "SF_DATALESS SF_FIRMLINK SF_RESTRICTED SF_SETTABLE UF_DATAVAULT UF_SETTABLE UF_TRACKED",
        "15-": (
            "STATX_ATTR_APPEND STATX_ATTR_AUTOMOUNT STATX_ATTR_COMPRESSED STATX_ATTR_DAX STATX_ATTR_ENCRYPTED "
            "STATX_ATTR_IMMUTABLE STATX_ATTR_MOUNT_ROOT STATX_ATTR_NODUMP STATX_ATTR_VERITY STATX_ATTR_WRITE_ATOMIC"
        ),
        "?,?,13-": "SF_SUPPORTED SF_SYNTHETIC",
        "x,,x": "IO_REPARSE_TAG_APPEXECLINK IO_REPARSE_TAG_MOUNT_POINT IO_REPARSE_TAG_SYMLINK",
    },
    "statistics": {
        "10-": "LinearRegression correlation covariance linear_regression",
        "13-": "kde kde_random",
    },
    "subprocess": {
        "x,,x": (
            "ABOVE_NORMAL_PRIORITY_CLASS BELOW_NORMAL_PRIORITY_CLASS CREATE_BREAKAWAY_FROM_JOB "
            "CREATE_DEFAULT_ERROR_MODE CREATE_NEW_CONSOLE CREATE_NEW_PROCESS_GROUP CREATE_NO_WINDOW DETACHED_PROCESS "
            "HIGH_PRIORITY_CLASS IDLE_PRIORITY_CLASS NORMAL_PRIORITY_CLASS REALTIME_PRIORITY_CLASS "
            "STARTF_USESHOWWINDOW STARTF_USESTDHANDLES STARTUPINFO STD_ERROR_HANDLE STD_INPUT_HANDLE STD_OUTPUT_HANDLE "
            "SW_HIDE"
        ),
    },
    "sunau": {
        "-8": "openfp",
    },
    "symtable": {
        "13-": "SymbolTableType",
    },
    "sys": {
        ",x,": "abiflags getdlopenflags setdlopenflags",
        "-8": "callstats getcheckinterval setcheckinterval",
        "10-": "orig_argv stdlib_module_names",
        "11-": "exception",
        "12-": (
            "activate_stack_trampoline deactivate_stack_trampoline getunicodeinternedsize is_stack_trampoline_active "
            "monitoring"
        ),
        "14-": "is_remote_debug_enabled remote_exec",
        "15-": (
            "abi_info get_lazy_imports get_lazy_imports_filter lazy_modules set_lazy_imports set_lazy_imports_filter"
        ),
        "9-": "platlibdir",
        "x,,x": "dllhandle getwindowsversion winver",
    },
    "sysconfig": {
        "10-": "get_default_scheme get_preferred_scheme",
    },
    "syslog": {
        "13-,,13-": "LOG_FTP",
        "?,,13-": "LOG_INSTALL LOG_LAUNCHD LOG_NETINFO LOG_RAS LOG_REMOTEAUTH",
    },
    "termios": {
        "11-,,11-": "tcgetwinsize tcsetwinsize",
        "13-,,13-": "EXTPROC IUTF8",
        "?,,13-": (
            "ALTWERASE B14400 B28800 B7200 B76800 CCAR_OFLOW CCTS_OFLOW CDSR_OFLOW CDTR_IFLOW CIGNORE CRTS_IFLOW "
            "MDMBUF NL2 NL3 NOKERNINFO ONOEOT OXTABS VDSUSP VSTATUS"
        ),
    },
    "threading": {
        "10-": "getprofile gettrace",
        "12-": "setprofile_all_threads settrace_all_threads",
        "15-": "concurrent_tee serialize_iterator synchronized_iterator",
    },
    "time": {
        ",x,": (
            "CLOCK_MONOTONIC CLOCK_MONOTONIC_RAW CLOCK_PROCESS_CPUTIME_ID CLOCK_REALTIME CLOCK_THREAD_CPUTIME_ID "
            "clock_getres clock_gettime clock_gettime_ns clock_settime clock_settime_ns tzset"
        ),
        ",x,?": "CLOCK_BOOTTIME pthread_getcpuclockid",
        "9-,x,?": "CLOCK_TAI",
        "?,x,": "CLOCK_UPTIME_RAW",
        "?,x,13-": "CLOCK_MONOTONIC_RAW_APPROX CLOCK_UPTIME_RAW_APPROX",
    },
    "token": {
        "-12": "ASYNC AWAIT",
        "10-": "SOFT_KEYWORD",
        "12-": "EXCLAMATION FSTRING_END FSTRING_MIDDLE FSTRING_START",
        "14-": "TSTRING_END TSTRING_MIDDLE TSTRING_START",
    },
    "tokenize": {
        "-12": "ASYNC AWAIT StopTokenizing",
        "10-": "SOFT_KEYWORD",
        "12-": "EXCLAMATION FSTRING_END FSTRING_MIDDLE FSTRING_START",
        "14-": "TSTRING_END TSTRING_MIDDLE TSTRING_START",
    },
    "tracemalloc": {
        "9-": "reset_peak",
    },
    "tty": {
        "12-,,12-": "cfmakecbreak cfmakeraw",
    },
    "turtle": {
        "-12": "settiltangle",
        "12-": "teleport",
        "14-": "fill no_animation poly save",
    },
    "types": {
        "10-": "EllipsisType NoneType NotImplementedType UnionType",
        "12-": "get_original_bases",
        "13-": "CapsuleType",
        "15-": "FrameLocalsProxyType LazyImportType",
        "9-": "GenericAlias",
    },
    "typing": {
        "-14": "no_type_check_decorator",
        "10-": "Concatenate ParamSpec ParamSpecArgs ParamSpecKwargs TypeAlias TypeGuard is_typeddict",
        "11-": (
            "LiteralString Never NotRequired Required Self TypeVarTuple Unpack assert_never assert_type "
            "clear_overloads dataclass_transform get_overloads reveal_type"
        ),
        "12-": "TypeAliasType override",
        "13-": "NoDefault ReadOnly TypeIs get_protocol_members is_protocol",
        "14-": "evaluate_forward_ref",
        "15-": "NoExtraItems TypeForm disjoint_base",
        "9-": "Annotated",
    },
    "unicodedata": {
        "-9": "ucnhash_CAPI",
        "15-": (
            "block extended_pictographic grapheme_cluster_break indic_conjunct_break isxidcontinue isxidstart "
            "iter_graphemes"
        ),
    },
    "unittest": {
        "-11": "load_tests",
        "-12": "findTestCases getTestCaseNames makeSuite",
        "11-": "doModuleCleanups enterModuleContext",
    },
    "unittest.case": {
        "11-": "enterModuleContext",
    },
    "unittest.loader": {
        "-12": "findTestCases getTestCaseNames makeSuite",
    },
    "unittest.mock": {
        "13-": "ThreadingMixin ThreadingMock",
    },
    "urllib.parse": {
        "-10": "MAX_CACHE_SIZE",
    },
    "urllib.request": {
        "-13": "FancyURLopener URLopener",
    },
    "uuid": {
        "12-": "main",
        "14-": "MAX NIL uuid6 uuid7 uuid8",
    },
    "venv": {
        "9-": "CORE_VENV_DEPS",
    },
    "warnings": {
        "13-": "deprecated",
    },
    "wave": {
        "-8": "openfp",
        "15-": "WAVE_FORMAT_IEEE_FLOAT",
    },
    "webbrowser": {
        "-11": "Galeon Grail",
        "x,,x": "WindowsDefault",
        "x,x,": "MacOSXOSAScript",
        "x,x,15-": "MacOS",
    },
    "winreg": {
        ",15-,": "DeleteTree",
    },
    "winsound": {
        ",14-,": "MB_ICONERROR MB_ICONINFORMATION MB_ICONSTOP MB_ICONWARNING SND_SENTRY SND_SYNC SND_SYSTEM",
    },
    "xml": {
        "15-": "is_valid_name is_valid_text",
    },
    "xml.etree.ElementInclude": {
        "9-": "DEFAULT_MAX_INCLUSION_DEPTH LimitedRecursiveIncludeError",
    },
    "xml.etree.ElementTree": {
        "9-": "indent",
    },
    "xml.etree.cElementTree": {
        "-14": "VERSION",
        "9-": "indent",
    },
    "xml.sax.handler": {
        "10-": "LexicalHandler",
    },
    "zipfile": {
        "14-": "ZIP_ZSTANDARD ZSTANDARD_VERSION",
    },
    "zlib": {
        "14-": "ZLIBNG_VERSION",
        "15-": "adler32_combine crc32_combine",
    },
}
"""By module and specification, the names that it holds for where the module is there."""
