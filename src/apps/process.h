#pragma once

/// @file
/// Another program, started and watched: the demo's simulator and daemon, and what functional
/// tests talk to. Waits for output and for the end, never for a guess of how long either takes.
/// Knows nothing of what the program does.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace argosy::apps {

/// How a program ended.
struct Exit {
    int code = 0;    ///< What it returned; 128 + signal when a signal ended it, as shells say it.
    int signal = 0;  ///< 0 when it returned by itself.

    friend bool operator==(const Exit&, const Exit&) = default;
};

/// A running program and its output. The program dies with this object, and with the thread that
/// started it (the kernel kills it), so that no test and no demo leaves one behind.
class Process final {
  public:
    struct Options {
        std::filesystem::path program;
        std::vector<std::string> args = {};  ///< Without the program's own name.

        /// Added to our own environment; an empty value removes the variable.
        std::map<std::string, std::string> environment = {};

        /// Where it runs; our own working directory when empty.
        std::filesystem::path directory = {};

        /// Receives its stderr; without one, stderr is captured.
        std::optional<std::filesystem::path> stderr_file = std::nullopt;
    };

    /// @error kNotFound     There is no such program, or it may not be run.
    /// @error kUnavailable  The system refused a process or a pipe.
    static core::Result<Process> start(const Options& options);

    Process(Process&& other) noexcept;
    Process& operator=(Process&& other) noexcept;
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    /// Kills the program if it still runs.
    ~Process();

    int pid() const { return pid_; }

    /// Waits for the next line of its stdout, and returns it without its end.
    /// @error kUnavailable  No whole line came within `patience`; the program still runs.
    /// @error kNotFound     stdout is closed and every line was taken.
    core::Result<std::string> next_line(core::Duration patience);

    /// Takes lines until one contains `fragment`, and returns that one. `patience` is for all of
    /// them together.
    /// @error as next_line()
    core::Result<std::string> wait_for_line(std::string_view fragment, core::Duration patience);

    /// Waits for the program to end, reading its output meanwhile.
    /// @error kUnavailable  It did not end within `patience` and still runs.
    core::Result<Exit> wait(core::Duration patience);

    /// Sends a signal. Does nothing when the program has already ended.
    void signal(int number) const;

    /// Ends the program as `kill -9` does, and reaps it.
    void kill();

    /// What was read so far, taken lines included. Whole once wait() has returned.
    const std::string& out() const { return out_; }
    const std::string& err() const { return err_; }

  private:
    /// A file descriptor that closes itself.
    class Handle {
      public:
        Handle() = default;
        explicit Handle(int fd) : fd_(fd) {}
        Handle(Handle&& other) noexcept;
        Handle& operator=(Handle&& other) noexcept;
        Handle(const Handle&) = delete;
        Handle& operator=(const Handle&) = delete;
        ~Handle() { close(); }

        int get() const { return fd_; }
        bool open() const { return fd_ >= 0; }
        void close();

      private:
        int fd_ = -1;
    };

    struct Pipe {
        Handle read;
        Handle write;
    };

    enum class Event { kOutput, kEnd, kTimeout };

    Process() = default;

    static core::Result<Pipe> make_pipe();
    static core::Result<Handle> make_alarm(core::Duration patience);

    /// Waits for output (stored), the end of the program (reaped), or the alarm.
    Event wait_for_event(const Handle& alarm);
    core::Result<std::string> next_line(const Handle& alarm);
    std::optional<std::string> take_line();
    void drain(Handle& pipe, std::string& into);
    void reap();

    int pid_ = -1;
    Handle watch_;  ///< Readable when the program has ended (a pidfd).
    Handle out_pipe_;
    Handle err_pipe_;
    std::optional<Exit> exit_;
    std::string out_;
    std::string err_;
    std::size_t taken_ = 0;  ///< How much of out_ was handed out as lines.
};

}  // namespace argosy::apps
