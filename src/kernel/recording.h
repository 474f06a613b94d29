#pragma once

/// @file
/// What went over the wire in one run, in a file: which run it was, every request with the moment
/// it left, the server's answer with the way there and back, and the hash of what was decided. One
/// line of JSON each; docs/concepts/replay.md. No token is in it.

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "kernel/strategy_trial.h"
#include "live/transport.h"

namespace argosy::kernel {

/// One request and its answer.
struct Exchange {
    core::TimePoint sent_at;
    std::string method;
    std::string path;
    std::string body;
    core::Duration way_there{0};
    core::Duration way_back{0};
    live::HttpAnswer answer;  ///< With the headers that the program reads.

    /// Returns the request in words: "2025-04-06T00:00:01.250Z POST /my/ships/A-1/dock".
    std::string request() const;
};

struct Recording {
    StrategyTrial trial;
    std::vector<Exchange> exchanges;  ///< In the order in which they were sent.
    std::string decision_hash;
};

/// Writes a recording as the run goes on.
class RecordingWriter {
  public:
    /// @error kUnavailable  The file cannot be written.
    static Result<std::unique_ptr<RecordingWriter>> create(const std::string& file,
                                                           const StrategyTrial& trial);

    /// @param number  Of the request, in the order in which they were sent, from 0.
    void add(std::size_t number, const Exchange& exchange);

    /// Closes the file. Without this line a recording counts as cut.
    /// @error kUnavailable  Something could not be written.
    Result<void> finish(const std::string& decision_hash);

  private:
    explicit RecordingWriter(const std::string& file) : name_(file), file_(file) {}

    std::string name_;
    std::ofstream file_;
    std::size_t count_ = 0;
};

/// @error kNotFound         There is no such file.
/// @error kInvalidArgument  It is no recording, or was cut; the message says at which line.
Result<Recording> load_recording(const std::string& file);

}  // namespace argosy::kernel
