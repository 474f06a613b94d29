#include "kernel/recording.h"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <boost/system/system_error.hpp>

namespace argosy::kernel {
namespace {

namespace json = boost::json;

constexpr std::int64_t kFormat = 2;
// All that the program reads of an answer's head.
constexpr std::array<const char*, 4> kHeaders{"date", "x-argosy-time", "x-argosy-time-factor",
                                              "retry-after"};
const std::string kRegister = "/register";

core::Error unreadable(const std::string& file, std::size_t line, std::string_view why) {
    return {core::ErrorCode::kInvalidArgument,
            fmt::format("{} is no whole recording: line {} {}", file, line, why)};
}

json::object json_of(const StrategyTrial& trial) {
    json::object object{{"format", kFormat},        {"strategy", to_string(trial.strategy)},
                        {"law", trial.law},         {"seed", trial.seed},
                        {"haulers", trial.haulers}, {"milliseconds", trial.length.count()}};
    if (trial.generated) {
        object["generated"] = *trial.generated;
    } else {
        object["scenario"] = trial.scenario;
    }
    return object;
}

const json::value& member(const json::object& object, const char* key) {
    const json::value* found = object.if_contains(key);
    if (found == nullptr) throw std::invalid_argument(fmt::format("it has no \"{}\"", key));
    return *found;
}

std::string text(const json::object& object, const char* key) {
    return std::string(member(object, key).as_string());
}

template <class Number = std::int64_t>
Number number(const json::object& object, const char* key) {
    return member(object, key).to_number<Number>();
}

StrategyTrial trial_of(const json::object& object) {
    StrategyTrial trial;
    auto strategy = trading::parse_strategy_spec(text(object, "strategy"));
    if (!strategy) throw std::invalid_argument(strategy.error().message);
    trial.strategy = *std::move(strategy);
    trial.law = text(object, "law");
    trial.seed = number<std::uint64_t>(object, "seed");
    trial.haulers = number(object, "haulers");
    trial.length = core::Duration(number(object, "milliseconds"));
    if (object.contains("generated")) {
        trial.generated = number<std::uint64_t>(object, "generated");
    } else {
        trial.scenario = text(object, "scenario");
    }
    return trial;
}

// Agents' tokens are told once only, to those who register.
std::string without_token(const Exchange& exchange) {
    const std::string& body = exchange.answer->body;
    if (exchange.path != kRegister) return body;
    json::error_code failed;
    json::value answer = json::parse(body, failed);
    if (json::value* token = answer.find_pointer("/data/token", failed)) *token = "recorded";
    return json::serialize(answer);
}

json::object json_of(std::size_t number, const Exchange& exchange) {
    json::object object{{"n", number},
                        {"sent", exchange.sent_at.time_since_epoch().count()},
                        {"there", exchange.way_there.count()},
                        {"back", exchange.way_back.count()},
                        {"method", exchange.method},
                        {"path", exchange.path}};
    if (!exchange.body.empty()) object["body"] = exchange.body;
    if (!exchange.answer) {
        object["answer"] = nullptr;
        return object;
    }
    json::object headers;
    for (const char* name : kHeaders) {
        if (const auto value = exchange.answer->header(name); !value.empty()) headers[name] = value;
    }
    object["status"] = exchange.answer->status;
    object["headers"] = std::move(headers);
    object["answer"] = without_token(exchange);
    return object;
}

std::optional<live::HttpAnswer> answer_of(const json::object& object) {
    if (member(object, "answer").is_null()) return std::nullopt;
    live::HttpAnswer answer{
        .status = number<int>(object, "status"), .headers = {}, .body = text(object, "answer")};
    for (const auto& [name, value] : member(object, "headers").as_object())
        answer.headers[std::string(name)] = std::string(value.as_string());
    return answer;
}

Exchange exchange_of(const json::object& object) {
    return {.sent_at = core::from_millis(number(object, "sent")),
            .method = text(object, "method"),
            .path = text(object, "path"),
            .body = object.contains("body") ? text(object, "body") : "",
            .way_there = core::Duration(number(object, "there")),
            .way_back = core::Duration(number(object, "back")),
            .answer = answer_of(object)};
}

// Reads line by line. Boost says by exceptions what is missing or of another kind.
class Reader {
  public:
    explicit Reader(const std::string& file) : name_(file), file_(file) {}

    Result<Recording> read() {
        if (!file_) {
            return core::Error{core::ErrorCode::kNotFound,
                               fmt::format("there is no file {}", name_)};
        }
        try {
            return read_all();
        } catch (const boost::system::system_error& error) {
            return unreadable(name_, line_,
                              fmt::format("is cut or damaged ({}), expected an object of JSON",
                                          error.code().message()));
        } catch (const std::exception& error) {
            return unreadable(name_, line_, fmt::format("is damaged: {}", error.what()));
        }
    }

  private:
    Result<Recording> read_all() {
        const auto head = next();
        if (!head) return unreadable(name_, 1, "is missing: expected the settings of the run");
        if (number(*head, "format") != kFormat) {
            return unreadable(
                name_, 1,
                fmt::format("has format {}, expected {}", number(*head, "format"), kFormat));
        }
        Recording recording{.trial = trial_of(*head), .exchanges = {}, .decision_hash = {}};
        std::map<std::size_t, Exchange> exchanges;
        while (const auto object = next()) {
            if (object->contains("decision_hash")) {
                ARGOSY_CHECK(check_end(*object, exchanges));
                recording.decision_hash = text(*object, "decision_hash");
                for (auto& [place, exchange] : exchanges)
                    recording.exchanges.push_back(std::move(exchange));
                return recording;
            }
            const auto place = number<std::size_t>(*object, "n");
            if (!exchanges.emplace(place, exchange_of(*object)).second) {
                return unreadable(name_, line_,
                                  fmt::format("has n {} again, expected each once", place));
            }
        }
        return unreadable(name_, line_ + 1,
                          "is missing: it was cut, expected the decision hash in the last line");
    }

    // Requests are written as they are answered, so only the end shows that one is missing.
    Result<void> check_end(const json::object& end,
                           const std::map<std::size_t, Exchange>& exchanges) {
        const auto requests = number<std::size_t>(end, "requests");
        std::size_t expected = 0;
        for (const auto& [place, exchange] : exchanges)
            expected += place == expected ? 1 : 0;
        if (expected < requests) {
            return unreadable(name_, line_,
                              fmt::format("counts {} requests, expected n 0 to {} before it: n {} "
                                          "is missing",
                                          requests, requests - 1, expected));
        }
        if (exchanges.size() > requests) {
            return unreadable(
                name_, line_,
                fmt::format("counts {} requests, expected {}", requests, exchanges.size()));
        }
        if (next()) return unreadable(name_, line_, "follows the last one, expected none");
        return {};
    }

    std::optional<json::object> next() {
        std::string text;
        if (!std::getline(file_, text)) return std::nullopt;
        ++line_;
        return json::parse(text).as_object();
    }

    std::string name_;
    std::ifstream file_;
    std::size_t line_ = 0;
};

}  // namespace

std::string Exchange::request() const {
    const std::string at = core::format_time(sent_at);
    return body.empty() ? fmt::format("{} {} {}", at, method, path)
                        : fmt::format("{} {} {} {}", at, method, path, body);
}

Result<std::unique_ptr<RecordingWriter>> RecordingWriter::create(const std::string& file,
                                                                 const StrategyTrial& trial) {
    std::unique_ptr<RecordingWriter> writer(new RecordingWriter(file));
    writer->file_ << json::serialize(json_of(trial)) << '\n';
    if (writer->file_) return writer;
    return core::Error{core::ErrorCode::kUnavailable, fmt::format("{} cannot be written", file)};
}

std::size_t RecordingWriter::sent(Exchange request) {
    in_flight_.emplace(count_, std::move(request));
    return count_++;
}

void RecordingWriter::answered(std::size_t number, live::HttpAnswer answer) {
    const auto request = in_flight_.find(number);
    ARGOSY_ASSERT(request != in_flight_.end());
    request->second.answer = std::move(answer);
    file_ << json::serialize(json_of(number, request->second)) << '\n';
    in_flight_.erase(request);
}

Result<void> RecordingWriter::finish(const std::string& decision_hash) {
    for (const auto& [number, request] : in_flight_)
        file_ << json::serialize(json_of(number, request)) << '\n';
    file_ << json::serialize(json::object{{"decision_hash", decision_hash}, {"requests", count_}})
          << '\n';
    file_.close();
    if (file_) return {};
    return core::Error{core::ErrorCode::kUnavailable, fmt::format("{} was not written", name_)};
}

Result<Recording> load_recording(const std::string& file) {
    return Reader(file).read();
}

}  // namespace argosy::kernel
