#include "store/postgres_engine.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <optional>

#include "store/postgres_connection.h"
#include "store/postgres_dialect.h"

namespace argosy::store {
namespace {

using core::Error;
using core::ErrorCode;
using Step = PostgresConnection::Step;

// Any fixed number: daemons that make the schema at the same time wait for each other on it.
constexpr std::string_view kLockSchema = "SELECT pg_advisory_xact_lock(4702111234474983745)";

constexpr std::string_view kBegin = "BEGIN READ WRITE";
constexpr std::string_view kNoFlush = "SET LOCAL synchronous_commit TO off";
constexpr std::string_view kRaise = "UPDATE store_writers SET sequence = $2 WHERE id = $1";
constexpr std::string_view kLook = "SELECT sequence FROM store_writers WHERE id = $1 FOR UPDATE";
constexpr std::string_view kCommit = "COMMIT";
constexpr std::string_view kRollback = "ROLLBACK";

// A transaction that met another one head-on, or lost its connection, is made again so often.
constexpr int kAttemptsMax = 10;

Result<void> check_text(const Params& params, std::string_view sql) {
    for (const Value& value : params) {
        const auto* text = std::get_if<std::string>(&value);
        if (text == nullptr || text->find('\0') == std::string::npos) continue;
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("a text has a zero byte, which cannot be stored, in: {}", sql)};
    }
    return {};
}

class PostgresEngine final : public Engine {
  public:
    PostgresEngine(const StoreUrl& url, PostgresOptions options) : url_(url), options_(options) {}

    Result<void> open();

    Result<void> commit(const Transaction& transaction, Durability durability) override;
    Result<Rows> query(std::string_view sql, const Params& params) override;
    Result<Applied> apply(const Migration& migration) override;
    const std::string& location() const override { return url_.shown(); }

  private:
    // What is known after an attempt at a transaction.
    enum class Fate : std::uint8_t {
        kSettled,  ///< It holds, or was refused.
        kAgain,    ///< It did not happen, through no fault of its own.
        kInDoubt,  ///< The answer to COMMIT was lost.
    };

    Result<void> ensure_connected();
    Result<void> connect();
    Result<void> look_where_we_are(PostgresConnection& connection);
    Result<void> attempt(const Transaction& transaction, Durability durability, Fate& fate);
    Result<void> fill(const Transaction& transaction, Durability durability);
    Result<Applied> fill(const Migration& migration);
    Result<std::vector<PostgresAnswer>> run(std::initializer_list<Step> steps);
    void roll_back();

    StoreUrl url_;
    PostgresOptions options_;
    std::optional<PostgresConnection> connection_;
    std::int64_t writer_ = 0;      ///< Our row in store_writers.
    std::int64_t confirmed_ = 0;   ///< The sequence of the last transaction known to hold.
    bool given_up_ = false;        ///< The last call did not reach the database.
    std::optional<Error> broken_;  ///< Set for good: the database is behind our memory.
};

Result<std::vector<PostgresAnswer>> PostgresEngine::run(std::initializer_list<Step> steps) {
    return connection_->run({steps.begin(), steps.size()});
}

// A rollback that does not arrive is the end of the connection, which undoes as much.
void PostgresEngine::roll_back() {
    if (!connection_->lost()) (void)run({{kRollback}});
}

Result<void> PostgresEngine::open() {
    ARGOSY_TRY(PostgresConnection made, PostgresConnection::connect(url_, options_));
    connection_.emplace(std::move(made));
    const auto ready = run(
        {{kBegin},
         {kLockSchema},
         {"CREATE TABLE IF NOT EXISTS store_writers (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY"
          " KEY, sequence BIGINT NOT NULL, opened_at TIMESTAMPTZ NOT NULL DEFAULT now())"},
         {kCommit}});
    if (!ready) return ready.error();
    ARGOSY_TRY(const auto answers, run({{kBegin},
                                        {"INSERT INTO store_writers (sequence) VALUES (0)"
                                         " RETURNING id"},
                                        {kCommit}}));
    ARGOSY_TRY(const Rows rows, answers[1].rows("RETURNING id"));
    writer_ = rows.front().integer("id");
    return {};
}

Result<void> PostgresEngine::connect() {
    ARGOSY_TRY(PostgresConnection made, PostgresConnection::connect(url_, options_));
    ARGOSY_CHECK(look_where_we_are(made));
    connection_.emplace(std::move(made));
    return {};
}

Result<void> PostgresEngine::look_where_we_are(PostgresConnection& connection) {
    const Params writer{writer_};
    const std::vector<Step> steps{{kBegin}, {kLook, writer}, {kCommit}};
    ARGOSY_TRY(const auto answers, connection.run(steps));
    ARGOSY_TRY(const Rows rows, answers[1].rows(kLook));
    const std::int64_t stored = rows.empty() ? -1 : rows.front().integer("sequence");
    // One more than we know of is the transaction whose answer was lost.
    if (stored == confirmed_ + 1) confirmed_ = stored;
    if (stored == confirmed_) return {};
    broken_ = Error{
        ErrorCode::kUnavailable,
        rows.empty()
            ? fmt::format("database {} was replaced by another one: start again", url_.shown())
            : fmt::format("database {} came back without the last {} transactions that it had "
                          "confirmed: start again, so that memory is what is stored",
                          url_.shown(), confirmed_ - stored)};
    return *broken_;
}

Result<void> PostgresEngine::ensure_connected() {
    if (broken_) return *broken_;
    if (connection_ && !connection_->lost()) return {};
    connection_.reset();
    const int tries = given_up_ ? 1 : options_.reconnects_max;
    auto pause = options_.pause_first;
    Result<void> connected = connect();
    for (int i = 1; i < tries && !connected && !broken_; ++i) {
        // The database's thread waits, in real time: there is nothing else for it to do.
        ::poll(nullptr, 0, int(pause.count()));
        pause = std::min(2 * pause, options_.pause_max);
        connected = connect();
    }
    given_up_ = !connected;
    if (connected) return {};
    if (broken_) return *broken_;
    return Error{ErrorCode::kUnavailable,
                 fmt::format("{} (after {} tries)", connected.error().message, tries)};
}

Result<void> PostgresEngine::fill(const Transaction& transaction, Durability durability) {
    const Params raised{writer_, confirmed_ + 1};
    std::vector<Step> steps{{kBegin}};
    if (durability == Durability::kNormal) steps.push_back({kNoFlush});
    const std::size_t first = steps.size();
    for (const Transaction::Statement& statement : transaction.statements()) {
        steps.push_back({statement.sql, statement.params});
    }
    steps.push_back({kRaise, raised});
    ARGOSY_TRY(const auto answers, connection_->run(steps));
    for (std::size_t i = 0; i < transaction.statements().size(); ++i) {
        const Transaction::Statement& statement = transaction.statements()[i];
        const std::int64_t changed = answers[first + i].rows_touched();
        if (statement.expect != Expect::kOneRow || changed == 1) continue;
        return Error{ErrorCode::kConflict,
                     fmt::format("changed {} rows, expected 1, in: {}", changed, statement.sql)};
    }
    return {};
}

Result<void> PostgresEngine::attempt(const Transaction& transaction, Durability durability,
                                     Fate& fate) {
    fate = Fate::kSettled;
    Result<void> filled = fill(transaction, durability);
    if (!filled) {
        using Trouble = PostgresConnection::Trouble;
        const Trouble trouble = connection_->trouble();
        if (trouble == Trouble::kLost || trouble == Trouble::kRaced) fate = Fate::kAgain;
        roll_back();
        return filled;
    }
    const auto committed = run({{kCommit}});
    if (committed) {
        ++confirmed_;
        return {};
    }
    if (connection_->lost()) fate = Fate::kInDoubt;
    return committed.error();
}

Result<void> PostgresEngine::commit(const Transaction& transaction, Durability durability) {
    if (transaction.empty()) return {};
    for (const Transaction::Statement& statement : transaction.statements()) {
        ARGOSY_CHECK(check_text(statement.params, statement.sql));
    }
    Result<void> done;
    for (int i = 0; i < kAttemptsMax; ++i) {
        ARGOSY_CHECK(ensure_connected());
        const std::int64_t sequence = confirmed_ + 1;
        Fate fate{};
        done = attempt(transaction, durability, fate);
        if (fate == Fate::kSettled) return done;
        if (fate == Fate::kAgain) continue;
        const Result<void> looked = ensure_connected();
        if (broken_) return *broken_;
        if (!looked) {
            return Error{
                ErrorCode::kOutcomeUnknown,
                fmt::format("the answer to a commit was lost, and {}", looked.error().message)};
        }
        if (confirmed_ == sequence) return {};
    }
    return done;
}

Result<Rows> PostgresEngine::query(std::string_view sql, const Params& params) {
    ARGOSY_CHECK(check_text(params, sql));
    Error last{};
    for (int i = 0; i < kAttemptsMax; ++i) {
        ARGOSY_CHECK(ensure_connected());
        const auto answers = run({{sql, params}});
        if (answers) return answers->front().rows(sql);
        if (!connection_->lost()) return answers.error();
        last = answers.error();
    }
    return last;
}

Result<Applied> PostgresEngine::fill(const Migration& migration) {
    ARGOSY_CHECK(run({{kBegin}, {kLockSchema}}));
    if (migration.version != 0) {
        const Params step{migration.version, std::string(migration.name)};
        ARGOSY_TRY(const auto answers,
                   run({{"INSERT INTO schema_migrations (version, name) VALUES ($1, $2)"
                         " ON CONFLICT DO NOTHING",
                         step}}));
        if (answers.front().rows_touched() == 0) return Applied::kBefore;
    }
    ARGOSY_CHECK(connection_->script(to_postgres(migration.sql)));
    // Every start runs step 0, beside others that write: only what fills tables moves identities.
    if (migration.version != 0) {
        ARGOSY_CHECK(connection_->script(std::string(kContinueIdentities)));
    }
    ARGOSY_CHECK(run({{kCommit}}));
    return Applied::kNow;
}

Result<Applied> PostgresEngine::apply(const Migration& migration) {
    ARGOSY_CHECK(ensure_connected());
    Result<Applied> done = fill(migration);
    if (!done || *done == Applied::kBefore) roll_back();
    return done;
}

}  // namespace

Result<std::unique_ptr<Engine>> open_postgres(const StoreUrl& url, PostgresOptions options) {
    ARGOSY_ASSERT(url.kind() == StoreUrl::Kind::kPostgres);
    auto engine = std::make_unique<PostgresEngine>(url, options);
    ARGOSY_CHECK(engine->open());
    return std::unique_ptr<Engine>(std::move(engine));
}

}  // namespace argosy::store
