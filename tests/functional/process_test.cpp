#include "apps/process.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/functional/program.h"
#include "tests/support/temporary_folder.h"

namespace argosy::tests {
namespace {

using apps::Exit;
using apps::Process;

constexpr const char* kRunForever = "exec tail -f /dev/null";

Process::Options shell(const std::string& script) {
    return {.program = "/bin/sh", .args = {"-c", script}};
}

Process start(const Process::Options& options) {
    auto process = Process::start(options);
    if (!process) throw std::runtime_error(process.error().message);
    return *std::move(process);
}

bool exists(int pid) {
    return ::kill(pid, 0) == 0;
}

TEST(Process, KeepsOutputAndExitCode) {
    Process process = start(shell("echo one; echo two >&2; exit 3"));
    const auto ended = process.wait(kPatience);
    ASSERT_TRUE(ended.ok()) << ended.error().message;
    EXPECT_EQ(*ended, (Exit{.code = 3, .signal = 0}));
    EXPECT_EQ(process.out(), "one\n");
    EXPECT_EQ(process.err(), "two\n");
}

TEST(Process, HandsOutLinesAsTheyCome) {
    Process process = start(shell("echo first; echo second; printf last; exec cat"));
    EXPECT_EQ(*process.next_line(kPatience), "first");
    EXPECT_EQ(*process.wait_for_line("eco", kPatience), "second");
}

TEST(Process, HandsOutALastLineWithoutItsEndOnceTheOutputIsClosed) {
    Process process = start(shell("printf last"));
    EXPECT_EQ(*process.next_line(kPatience), "last");
    const auto none = process.next_line(kPatience);
    ASSERT_FALSE(none.ok());
    EXPECT_EQ(none.error().code, core::ErrorCode::kNotFound);
}

TEST(Process, RunsOutOfPatienceWithAProgramThatSaysNothing) {
    Process process = start(shell(kRunForever));
    const auto silent = process.next_line(core::Duration(1));
    ASSERT_FALSE(silent.ok());
    EXPECT_EQ(silent.error().code, core::ErrorCode::kUnavailable);
    const auto running = process.wait(core::Duration(0));
    ASSERT_FALSE(running.ok());
    EXPECT_EQ(running.error().code, core::ErrorCode::kUnavailable);
}

TEST(Process, ReadsMoreThanAPipeHolds) {
    Process process = start(shell("head -c 1000000 /dev/zero; head -c 300000 /dev/zero >&2"));
    ASSERT_TRUE(process.wait(kPatience).ok());
    EXPECT_EQ(process.out().size(), 1'000'000U);
    EXPECT_EQ(process.err().size(), 300'000U);
}

TEST(Process, SaysWhichSignalEndedIt) {
    Process process = start(shell(std::string("echo ready; ") + kRunForever));
    ASSERT_TRUE(process.wait_for_line("ready", kPatience).ok());
    process.signal(SIGTERM);
    const auto ended = process.wait(kPatience);
    ASSERT_TRUE(ended.ok());
    EXPECT_EQ(*ended, (Exit{.code = 128 + SIGTERM, .signal = SIGTERM}));
}

TEST(Process, LeavesNothingRunningBehind) {
    int pid = 0;
    {
        const Process process = start(shell(kRunForever));
        pid = process.pid();
        ASSERT_TRUE(exists(pid));
    }
    EXPECT_FALSE(exists(pid));
}

/// Starts a program from a process that then dies without destructors, and returns its pid.
int orphan() {
    std::array<int, 2> report{};
    if (::pipe(report.data()) != 0) return -1;
    const pid_t parent = ::fork();
    if (parent == 0) {
        const auto child = Process::start(shell(kRunForever));
        const int pid = child ? child->pid() : -1;
        const bool told = ::write(report[1], &pid, sizeof pid) == sizeof pid;
        ::_exit(told ? 0 : 1);
    }
    int pid = -1;
    const bool heard = ::read(report[0], &pid, sizeof pid) == sizeof pid;
    ::close(report[0]);
    ::close(report[1]);
    ::waitpid(parent, nullptr, 0);
    return heard ? pid : -1;
}

TEST(Process, DiesWithTheProcessThatStartedIt) {
    const int pid = orphan();
    ASSERT_GT(pid, 0);
    const int watch = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
    if (watch < 0) return;  // Dead and buried already.
    pollfd ended{.fd = watch, .events = POLLIN, .revents = 0};
    EXPECT_EQ(::poll(&ended, 1, static_cast<int>(kPatience.count())), 1);
    ::close(watch);
}

TEST(Process, SaysThatThereIsNoSuchProgram) {
    const auto process = Process::start({.program = "/nonexistent/program"});
    ASSERT_FALSE(process.ok());
    EXPECT_EQ(process.error().code, core::ErrorCode::kNotFound);
    EXPECT_NE(process.error().message.find("/nonexistent/program"), std::string::npos);
}

TEST(Process, RunsInTheGivenFolderAndEnvironment) {
    const TemporaryFolder folder;
    Process::Options options = shell("pwd; echo \"$ARGOSY_COLOUR/${HOME-unset}\"");
    options.directory = folder.path();
    options.environment = {{"ARGOSY_COLOUR", "blue"}, {"HOME", ""}};
    Process process = start(options);
    ASSERT_TRUE(process.wait(kPatience).ok());
    EXPECT_EQ(process.out(), std::filesystem::canonical(folder.path()).string() + "\nblue/unset\n");
}

TEST(Process, WritesItsErrorsToAFile) {
    const TemporaryFolder folder;
    Process::Options options = shell("echo trouble >&2");
    options.stderr_file = folder.file("errors");
    Process process = start(options);
    ASSERT_TRUE(process.wait(kPatience).ok());
    std::ostringstream written;
    written << std::ifstream(folder.file("errors")).rdbuf();
    EXPECT_EQ(written.str(), "trouble\n");
    EXPECT_EQ(process.err(), "");
}

}  // namespace
}  // namespace argosy::tests
