#include "store/postgres_connection.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace argosy::store {
namespace {

using core::Error;
using core::ErrorCode;

// SQLSTATEs, of PostgreSQL's appendix A.
constexpr std::string_view kClassIntegrity = "23";
constexpr std::string_view kClassData = "22";
constexpr std::string_view kReadOnly = "25006";
constexpr std::string_view kSerializationFailure = "40001";
constexpr std::string_view kDeadlock = "40P01";
constexpr std::string_view kClassAuthorization = "28";
constexpr std::string_view kNoSuchDatabase = "3D000";

constexpr int kOldestServer = 15'00'00;

// Longer than this, real time, no step of opening a connection takes.
constexpr std::chrono::milliseconds kConnectMax{10'000};

std::string_view first_line(std::string_view text) {
    return text.substr(0, text.find('\n'));
}

std::string_view field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text == nullptr ? std::string_view() : std::string_view(text);
}

// Finds "3D000" in "…: FATAL:  3D000: database "x" does not exist": of a refused connection libpq
// gives no more than its message.
std::string_view state_in(std::string_view message) {
    constexpr std::size_t kLength = 5;
    const auto is_state = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
    for (std::size_t at = message.find(":  "); at != std::string_view::npos;
         at = message.find(":  ", at + 1)) {
        const std::string_view candidate = message.substr(at + 3, kLength);
        if (candidate.size() == kLength && std::ranges::all_of(candidate, is_state)) {
            return candidate;
        }
    }
    return {};
}

Error refusal(const StoreUrl& url, std::string_view message) {
    const std::string_view state = state_in(message);
    const bool ours = state.starts_with(kClassAuthorization) || state == kNoSuchDatabase;
    return Error{ours ? ErrorCode::kConfiguration : ErrorCode::kUnavailable,
                 fmt::format("database {} cannot be opened: {}", url.shown(), first_line(message))};
}

}  // namespace

Result<PostgresConnection> PostgresConnection::connect(const StoreUrl& url,
                                                       const PostgresOptions& options) {
    PostgresConnection made(PQconnectStart(url.target().reveal().c_str()),
                            std::min(options.answer_max, kConnectMax));
    PGconn* connection = made.connection_.get();
    ARGOSY_ASSERT(connection != nullptr);
    PQsetErrorVerbosity(connection, PQERRORS_VERBOSE);
    PQsetNoticeProcessor(connection, [](void*, const char*) {}, nullptr);
    // Started with a writable socket in mind; each look says what to wait for next.
    PostgresPollingStatusType look = PGRES_POLLING_WRITING;
    while (PQstatus(connection) != CONNECTION_BAD &&
           (look == PGRES_POLLING_READING || look == PGRES_POLLING_WRITING)) {
        ARGOSY_CHECK(made.wait(look == PGRES_POLLING_READING ? POLLIN : POLLOUT));
        look = PQconnectPoll(connection);
    }
    if (PQstatus(connection) != CONNECTION_OK) return refusal(url, PQerrorMessage(connection));
    if (PQserverVersion(connection) < kOldestServer) {
        return Error{ErrorCode::kConfiguration,
                     fmt::format("database {} is PostgreSQL {}, expected 15 or later", url.shown(),
                                 PQserverVersion(connection) / 10'000)};
    }
    ARGOSY_CHECK(made.shake_hands(options));
    made.answer_max_ = options.answer_max;
    return made;
}

Result<void> PostgresConnection::shake_hands(const PostgresOptions& options) {
    PGconn* connection = connection_.get();
    PQsetErrorVerbosity(connection, PQERRORS_DEFAULT);
    if (PQsetnonblocking(connection, 1) != 0 || PQenterPipelineMode(connection) != 1) {
        return loss("setting up a connection");
    }
    // Transactions last for a round trip. One that stands still belongs to a process that was
    // stopped or cut off, and must not keep its rows from the others.
    const std::string pause_max = fmt::format("SET idle_in_transaction_session_timeout TO {}",
                                              options.pause_in_transaction_max.count());
    const std::array settings{
        Step{"SET client_encoding TO 'UTF8'"},
        Step{"SET default_transaction_read_only TO on"},
        Step{"SET default_transaction_isolation TO 'read committed'"},
        Step{"SET synchronous_commit TO on"},
        Step{pause_max},
        Step{"SET lock_timeout TO '30s'"},
    };
    const auto set = run(settings);
    if (!set) return set.error();
    return {};
}

Result<void> PostgresConnection::wait(short events) {
    pollfd socket{.fd = PQsocket(connection_.get()), .events = events, .revents = 0};
    if (socket.fd < 0) return loss("no connection");
    const int ready = ::poll(&socket, 1, int(answer_max_.count()));
    if (ready == 0) return loss(fmt::format("no answer for {} ms", answer_max_.count()));
    if (ready < 0 && errno != EINTR) return loss("waiting for an answer");
    return {};
}

Result<void> PostgresConnection::flush() {
    while (true) {
        const int left = PQflush(connection_.get());
        if (left == 0) return {};
        if (left < 0) return loss("sending");
        // The server may be waiting for us to take its answers before it reads on.
        ARGOSY_CHECK(wait(POLLIN | POLLOUT));
        if (PQconsumeInput(connection_.get()) == 0) return loss("sending");
    }
}

Result<PostgresAnswer> PostgresConnection::next_answer() {
    while (PQisBusy(connection_.get()) != 0) {
        ARGOSY_CHECK(wait(POLLIN));
        if (PQconsumeInput(connection_.get()) == 0) return loss("waiting for an answer");
    }
    return PostgresAnswer(PQgetResult(connection_.get()));
}

Result<void> PostgresConnection::send_one(const Step& step, const std::string& name) {
    std::vector<std::string> numbers(step.params.size());
    std::vector<const char*> texts(step.params.size(), nullptr);
    for (std::size_t i = 0; i < step.params.size(); ++i) {
        if (const auto* number = std::get_if<std::int64_t>(&step.params[i])) {
            numbers[i] = std::to_string(*number);
            texts[i] = numbers[i].c_str();
        } else if (const auto* text = std::get_if<std::string>(&step.params[i])) {
            texts[i] = text->c_str();
        }
    }
    if (PQsendQueryPrepared(connection_.get(), name.c_str(), int(texts.size()), texts.data(),
                            nullptr, nullptr, 0) == 0) {
        return loss("sending");
    }
    return {};
}

Result<void> PostgresConnection::send(std::span<const Step> steps,
                                      std::vector<std::string_view>& preparing) {
    for (const Step& step : steps) {
        auto named = names_.find(step.sql);
        if (named == names_.end()) {
            named = names_.emplace(step.sql, fmt::format("s{}", ++names_given_)).first;
            preparing.push_back(named->first);
            if (PQsendPrepare(connection_.get(), named->second.c_str(), named->first.c_str(), 0,
                              nullptr) == 0) {
                return loss("sending");
            }
        } else {
            preparing.emplace_back();
        }
        ARGOSY_CHECK(send_one(step, named->second));
    }
    if (PQpipelineSync(connection_.get()) == 0) return loss("sending");
    return flush();
}

Result<std::vector<PostgresAnswer>> PostgresConnection::run(std::span<const Step> steps) {
    trouble_ = Trouble::kNone;
    // For each step the text that is prepared with it, empty for one known already.
    std::vector<std::string_view> preparing;
    ARGOSY_CHECK(send(steps, preparing));

    std::vector<PostgresAnswer> answers;
    std::optional<Error> failed;
    const auto take = [&](std::string_view sql) -> Result<PostgresAnswer> {
        ARGOSY_TRY(PostgresAnswer answer, next_answer());
        if (answer.get() == nullptr) return loss("reading an answer");
        if (answer.status() == PGRES_FATAL_ERROR) {
            Error error = failure(answer.get(), sql);
            if (lost()) return error;
            if (!failed) failed = std::move(error);
        }
        // Every answer is followed by an empty one.
        ARGOSY_TRY(const PostgresAnswer end, next_answer());
        if (end.get() != nullptr) return loss("reading an answer");
        return answer;
    };
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (!preparing[i].empty()) {
            ARGOSY_TRY(const PostgresAnswer prepared, take(steps[i].sql));
            // After a failure the rest is not looked at, so this statement is not prepared either.
            if (prepared.status() != PGRES_COMMAND_OK) names_.erase(names_.find(preparing[i]));
        }
        ARGOSY_TRY(PostgresAnswer answer, take(steps[i].sql));
        answers.push_back(std::move(answer));
    }
    ARGOSY_TRY(const PostgresAnswer synced, next_answer());
    if (synced.get() == nullptr || synced.status() != PGRES_PIPELINE_SYNC) {
        return loss("reading an answer");
    }
    if (failed) return *std::move(failed);
    return answers;
}

Result<void> PostgresConnection::script(const std::string& sql) {
    trouble_ = Trouble::kNone;
    PGconn* connection = connection_.get();
    if (PQexitPipelineMode(connection) == 0) return loss("leaving the pipeline");
    if (PQsendQuery(connection, sql.c_str()) == 0) return loss("sending");
    ARGOSY_CHECK(flush());
    std::optional<Error> failed;
    while (true) {
        ARGOSY_TRY(const PostgresAnswer answer, next_answer());
        if (answer.get() == nullptr) break;
        if (answer.status() != PGRES_FATAL_ERROR) continue;
        Error error = failure(answer.get(), first_line(sql));
        if (lost()) return error;
        if (!failed) failed = std::move(error);
    }
    if (PQenterPipelineMode(connection) == 0) return loss("entering the pipeline");
    if (failed) return *std::move(failed);
    return {};
}

Error PostgresConnection::failure(const PGresult* result, std::string_view sql) {
    const std::string_view state = field(result, PG_DIAG_SQLSTATE);
    const std::string_view severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    // An answer without a severity is libpq's own, about the connection.
    if (severity.empty()) return loss(first_line(sql));
    ErrorCode code = ErrorCode::kUnavailable;
    Trouble trouble = Trouble::kRefused;
    if (severity == "FATAL" || severity == "PANIC") {
        trouble = Trouble::kLost;
    } else if (state == kSerializationFailure || state == kDeadlock) {
        trouble = Trouble::kRaced;
        code = ErrorCode::kConflict;
    } else if (state.starts_with(kClassIntegrity)) {
        code = ErrorCode::kConflict;
    } else if (state == kReadOnly || state.starts_with(kClassData)) {
        code = ErrorCode::kInvalidArgument;
    }
    trouble_ = std::max(trouble_, trouble);
    // The primary message only: the details hold values of rows.
    return Error{code, fmt::format("{} (SQLSTATE {}) in: {}",
                                   field(result, PG_DIAG_MESSAGE_PRIMARY), state, sql)};
}

Error PostgresConnection::loss(std::string_view doing) {
    trouble_ = Trouble::kLost;
    return Error{ErrorCode::kUnavailable,
                 fmt::format("connection lost ({}): {}", doing,
                             first_line(PQerrorMessage(connection_.get())))};
}

}  // namespace argosy::store
