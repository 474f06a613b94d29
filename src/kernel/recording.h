#pragma once

/// @file
/// What went over the wire in one run, in a file: which run it was, every request with the moment
/// it left, the server's answer with the way there and back, and the hash of what was decided. One
/// line of JSON each; docs/concepts/replay.md. No token is in it.

#include <fstream>
#include <map>
#include <optional>
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
    /// With the headers that the program reads. Nothing: the run ended before there was one.
    std::optional<live::HttpAnswer> answer;

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

    /// Notes a request that leaves.
    /// @returns its number: they count from 0, in the order in which they are sent
    std::size_t sent(Exchange request);

    /// Writes a request with its answer.
    /// @pre It was sent, and is not answered yet.
    void answered(std::size_t number, live::HttpAnswer answer);

    /// Writes what was sent and not answered, then the last line, without which a recording counts
    /// as cut, and closes the file.
    /// @error kUnavailable  Something could not be written.
    Result<void> finish(const std::string& decision_hash);

  private:
    explicit RecordingWriter(const std::string& file) : name_(file), file_(file) {}

    std::string name_;
    std::ofstream file_;
    std::map<std::size_t, Exchange> in_flight_;
    std::size_t count_ = 0;
};

/// @error kNotFound         There is no such file.
/// @error kInvalidArgument  It is no recording, was cut, or lacks a request; the message says at
///                          which line, and what was expected there.
Result<Recording> load_recording(const std::string& file);

}  // namespace argosy::kernel
