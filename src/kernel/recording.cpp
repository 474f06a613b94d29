#include "kernel/recording.h"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <boost/system/system_error.hpp>
#include <optional>

namespace argosy::kernel {
namespace {

namespace json = boost::json;

constexpr std::int64_t kFormat = 1;
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

StrategyTrial trial_of(const json::object& object) {
    StrategyTrial trial;
    auto strategy =
        trading::parse_strategy_spec(std::string_view(object.at("strategy").as_string()));
    if (!strategy) throw std::invalid_argument(strategy.error().message);
    trial.strategy = *std::move(strategy);
    trial.law = std::string(object.at("law").as_string());
    trial.seed = object.at("seed").to_number<std::uint64_t>();
    trial.haulers = object.at("haulers").to_number<std::int64_t>();
    trial.length = core::Duration(object.at("milliseconds").to_number<std::int64_t>());
    if (const json::value* generated = object.if_contains("generated")) {
        trial.generated = generated->to_number<std::uint64_t>();
    } else {
        trial.scenario = std::string(object.at("scenario").as_string());
    }
    return trial;
}

// Agents' tokens are told once only, to those who register.
std::string without_token(const Exchange& exchange) {
    const std::string& body = exchange.answer.body;
    if (exchange.path != kRegister) return body;
    json::error_code failed;
    json::value answer = json::parse(body, failed);
    if (json::value* token = answer.find_pointer("/data/token", failed)) *token = "recorded";
    return json::serialize(answer);
}

json::object json_of(std::size_t number, const Exchange& exchange) {
    json::object headers;
    for (const char* name : kHeaders) {
        if (const auto value = exchange.answer.header(name); !value.empty()) headers[name] = value;
    }
    json::object object{{"n", number},
                        {"sent", exchange.sent_at.time_since_epoch().count()},
                        {"there", exchange.way_there.count()},
                        {"back", exchange.way_back.count()},
                        {"method", exchange.method},
                        {"path", exchange.path},
                        {"status", exchange.answer.status},
                        {"headers", std::move(headers)},
                        {"answer", without_token(exchange)}};
    if (!exchange.body.empty()) object["body"] = exchange.body;
    return object;
}

Exchange exchange_of(const json::object& object) {
    const auto number = [&](const char* key) { return object.at(key).to_number<std::int64_t>(); };
    const auto text = [&](const char* key) { return std::string(object.at(key).as_string()); };
    Exchange exchange{.sent_at = core::TimePoint(core::Duration(number("sent"))),
                      .method = text("method"),
                      .path = text("path"),
                      .body = object.contains("body") ? text("body") : "",
                      .way_there = core::Duration(number("there")),
                      .way_back = core::Duration(number("back"))};
    exchange.answer.status = int(number("status"));
    exchange.answer.body = text("answer");
    for (const auto& [name, value] : object.at("headers").as_object())
        exchange.answer.headers[std::string(name)] = std::string(value.as_string());
    return exchange;
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
            return unreadable(name_, line_, "is not JSON: " + error.code().message());
        } catch (const std::exception& error) {
            return unreadable(name_, line_, error.what());
        }
    }

  private:
    Result<Recording> read_all() {
        const auto head = next();
        if (!head) return unreadable(name_, 1, "is missing");
        if (head->at("format").to_number<std::int64_t>() != kFormat) {
            return unreadable(name_, 1, fmt::format("has another format, expected {}", kFormat));
        }
        Recording recording{.trial = trial_of(*head), .exchanges = {}, .decision_hash = {}};
        std::map<std::size_t, Exchange> exchanges;
        while (const auto object = next()) {
            if (const json::value* hash = object->if_contains("decision_hash")) {
                recording.decision_hash = std::string(hash->as_string());
                if (object->at("requests").to_number<std::size_t>() != exchanges.size())
                    return unreadable(name_, line_, "counts other requests than there are");
                for (auto& [number, exchange] : exchanges)
                    recording.exchanges.push_back(std::move(exchange));
                return recording;
            }
            exchanges[object->at("n").to_number<std::size_t>()] = exchange_of(*object);
        }
        return unreadable(name_, line_ + 1, "is missing: it was cut");
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

void RecordingWriter::add(std::size_t number, const Exchange& exchange) {
    ++count_;
    file_ << json::serialize(json_of(number, exchange)) << '\n';
}

Result<void> RecordingWriter::finish(const std::string& decision_hash) {
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
