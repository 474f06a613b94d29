#include "apps/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

namespace argosy::apps {
namespace {

core::Error system_error(core::ErrorCode code, std::string_view what) {
    return core::Error{code, fmt::format("{}: {}", what, std::strerror(errno))};
}

/// Returns our environment with the changes applied, as exec wants it.
std::vector<std::string> changed_environment(const std::map<std::string, std::string>& changes) {
    std::vector<std::string> result;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        if (!changes.contains(std::string(text.substr(0, text.find('='))))) {
            result.emplace_back(text);
        }
    }
    for (const auto& [name, value] : changes) {
        if (!value.empty()) result.push_back(fmt::format("{}={}", name, value));
    }
    return result;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    result.reserve(texts.size() + 1);
    for (std::string& text : texts)
        result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

/// What the child needs between fork and exec, where nothing may be allocated.
struct Launch {
    const char* program;
    const char* directory;  ///< nullptr: stay.
    char* const* args;
    char* const* environment;
    int out;
    int err;
    int failure;  ///< Receives errno when the program cannot be run; closes when it is running.
    pid_t parent;
};

[[noreturn]] void become(const Launch& launch) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The parent may have died before the line above took effect.
    if (::getppid() != launch.parent) ::_exit(127);

    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);

    const bool placed = ::dup2(launch.out, STDOUT_FILENO) >= 0 &&
                        ::dup2(launch.err, STDERR_FILENO) >= 0 &&
                        (launch.directory == nullptr || ::chdir(launch.directory) == 0);
    if (placed) ::execve(launch.program, launch.args, launch.environment);

    const int reason = errno;
    [[maybe_unused]] const auto told = ::write(launch.failure, &reason, sizeof reason);
    ::_exit(127);
}

}  // namespace

Process::Handle::Handle(Handle&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Process::Handle& Process::Handle::operator=(Handle&& other) noexcept {
    if (this != &other) {
        close();
        fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
}

void Process::Handle::close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      watch_(std::move(other.watch_)),
      out_pipe_(std::move(other.out_pipe_)),
      err_pipe_(std::move(other.err_pipe_)),
      exit_(other.exit_),
      out_(std::move(other.out_)),
      err_(std::move(other.err_)),
      taken_(other.taken_) {}

Process& Process::operator=(Process&& other) noexcept {
    if (this != &other) {
        kill();
        pid_ = std::exchange(other.pid_, -1);
        watch_ = std::move(other.watch_);
        out_pipe_ = std::move(other.out_pipe_);
        err_pipe_ = std::move(other.err_pipe_);
        exit_ = other.exit_;
        out_ = std::move(other.out_);
        err_ = std::move(other.err_);
        taken_ = other.taken_;
    }
    return *this;
}

Process::~Process() {
    kill();
}

core::Result<Process::Pipe> Process::make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return system_error(core::ErrorCode::kUnavailable, "pipe");
    }
    return Pipe{Handle(ends[0]), Handle(ends[1])};
}

core::Result<Process::Handle> Process::make_alarm(core::Duration patience) {
    Handle alarm(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC));
    if (!alarm.open()) return system_error(core::ErrorCode::kUnavailable, "timerfd_create");

    // Zero would disarm the timer: the least patience is a nanosecond.
    itimerspec spec{};
    spec.it_value.tv_sec = patience.count() / 1000;
    spec.it_value.tv_nsec = patience.count() % 1000 * 1'000'000;
    if (patience.count() <= 0) spec.it_value = timespec{.tv_sec = 0, .tv_nsec = 1};
    if (::timerfd_settime(alarm.get(), 0, &spec, nullptr) != 0) {
        return system_error(core::ErrorCode::kUnavailable, "timerfd_settime");
    }
    return alarm;
}

core::Result<Process> Process::start(const Options& options) {
    ARGOSY_TRY(Pipe out, make_pipe());
    ARGOSY_TRY(Pipe err, make_pipe());
    ARGOSY_TRY(Pipe failure, make_pipe());
    if (options.stderr_file) {
        err.read.close();
        err.write = Handle(
            ::open(options.stderr_file->c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
        if (!err.write.open()) {
            return system_error(core::ErrorCode::kUnavailable, options.stderr_file->string());
        }
    }

    std::vector<std::string> args = {options.program.string()};
    args.insert(args.end(), options.args.begin(), options.args.end());
    std::vector<std::string> environment = changed_environment(options.environment);
    const std::vector<char*> arg_pointers = pointers(args);
    const std::vector<char*> environment_pointers = pointers(environment);
    const Launch launch{
        .program = options.program.c_str(),
        .directory = options.directory.empty() ? nullptr : options.directory.c_str(),
        .args = arg_pointers.data(),
        .environment = environment_pointers.data(),
        .out = out.write.get(),
        .err = err.write.get(),
        .failure = failure.write.get(),
        .parent = ::getpid()};

    const pid_t pid = ::fork();
    if (pid < 0) return system_error(core::ErrorCode::kUnavailable, "fork");
    if (pid == 0) become(launch);

    Process process;
    process.pid_ = pid;
    process.watch_ = Handle(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    if (!process.watch_.open()) return system_error(core::ErrorCode::kUnavailable, "pidfd_open");
    process.out_pipe_ = std::move(out.read);
    process.err_pipe_ = std::move(err.read);

    failure.write.close();
    int reason = 0;
    if (::read(failure.read.get(), &reason, sizeof reason) == sizeof reason) {
        return core::Error{
            core::ErrorCode::kNotFound,
            fmt::format("cannot run {}: {}", options.program.string(), std::strerror(reason))};
    }
    return process;
}

void Process::drain(Handle& pipe, std::string& into) {
    std::array<char, 4096> buffer{};
    const ssize_t count = ::read(pipe.get(), buffer.data(), buffer.size());
    if (count > 0) {
        into.append(buffer.data(), static_cast<std::size_t>(count));
    } else if (count == 0 || errno != EINTR) {
        pipe.close();
    }
}

void Process::reap() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    const bool by_signal = WIFSIGNALED(status);
    exit_ = Exit{.code = by_signal ? 128 + WTERMSIG(status) : WEXITSTATUS(status),
                 .signal = by_signal ? WTERMSIG(status) : 0};
    watch_.close();
}

// poll() skips negative descriptors, so a closed pipe and a reaped program need no case here.
Process::Event Process::wait_for_event(const Handle& alarm) {
    enum : std::size_t { kOut, kErr, kWatch, kAlarm };
    std::array<pollfd, 4> polled{{{.fd = out_pipe_.get(), .events = POLLIN, .revents = 0},
                                  {.fd = err_pipe_.get(), .events = POLLIN, .revents = 0},
                                  {.fd = watch_.get(), .events = POLLIN, .revents = 0},
                                  {.fd = alarm.get(), .events = POLLIN, .revents = 0}}};
    while (::poll(polled.data(), polled.size(), -1) < 0) {
        if (errno != EINTR) return Event::kTimeout;
    }
    if (polled[kOut].revents != 0) drain(out_pipe_, out_);
    if (polled[kErr].revents != 0) drain(err_pipe_, err_);
    if (polled[kOut].revents != 0 || polled[kErr].revents != 0) return Event::kOutput;
    if (polled[kWatch].revents != 0) {
        reap();
        return Event::kEnd;
    }
    return Event::kTimeout;
}

std::optional<std::string> Process::take_line() {
    const std::size_t end = out_.find('\n', taken_);
    if (end != std::string::npos) {
        std::string line = out_.substr(taken_, end - taken_);
        taken_ = end + 1;
        return line;
    }
    if (!out_pipe_.open() && taken_ < out_.size()) {
        std::string last = out_.substr(taken_);
        taken_ = out_.size();
        return last;
    }
    return std::nullopt;
}

core::Result<std::string> Process::next_line(const Handle& alarm) {
    while (true) {
        if (std::optional<std::string> line = take_line()) return *std::move(line);
        if (!out_pipe_.open()) {
            return core::Error{core::ErrorCode::kNotFound,
                               fmt::format("process {} has closed its output", pid_)};
        }
        if (wait_for_event(alarm) == Event::kTimeout) {
            return core::Error{core::ErrorCode::kUnavailable,
                               fmt::format("process {} wrote no further line in time", pid_)};
        }
    }
}

core::Result<std::string> Process::next_line(core::Duration patience) {
    ARGOSY_TRY(const Handle alarm, make_alarm(patience));
    return next_line(alarm);
}

core::Result<std::string> Process::wait_for_line(std::string_view fragment,
                                                 core::Duration patience) {
    ARGOSY_TRY(const Handle alarm, make_alarm(patience));
    while (true) {
        ARGOSY_TRY(std::string line, next_line(alarm));
        if (line.find(fragment) != std::string::npos) return line;
    }
}

core::Result<Exit> Process::wait(core::Duration patience) {
    ARGOSY_TRY(const Handle alarm, make_alarm(patience));
    while (!exit_) {
        if (wait_for_event(alarm) == Event::kTimeout) {
            return core::Error{core::ErrorCode::kUnavailable,
                               fmt::format("process {} did not end in time", pid_)};
        }
    }
    return *exit_;
}

void Process::signal(int number) const {
    if (pid_ > 0 && !exit_) ::kill(pid_, number);
}

void Process::kill() {
    if (pid_ <= 0 || exit_) return;
    ::kill(pid_, SIGKILL);
    reap();
}

}  // namespace argosy::apps
