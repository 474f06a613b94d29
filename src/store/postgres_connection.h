#pragma once

/// @file
/// One connection to PostgreSQL: statements go out together and their answers come back in order,
/// each statement is prepared once, by its text. It knows nothing of transactions, and is thrown
/// away when it is lost. Private to the engine.

#include <libpq-fe.h>

#include <chrono>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "store/postgres_engine.h"

namespace argosy::store {

/// The answer to one statement.
class PostgresAnswer {
  public:
    explicit PostgresAnswer(PGresult* result) : result_(result) {}

    ExecStatusType status() const { return PQresultStatus(result_.get()); }
    const PGresult* get() const { return result_.get(); }

    /// Returns how many rows the statement wrote or read.
    std::int64_t rows_touched() const;

    /// @error kInvalidArgument  A column is neither a whole number nor text.
    Result<Rows> rows(std::string_view sql) const;

  private:
    struct Deleter {
        void operator()(PGresult* result) const { PQclear(result); }
    };
    std::unique_ptr<PGresult, Deleter> result_;
};

class PostgresConnection {
  public:
    struct Step {
        std::string_view sql;  ///< Of one statement.
        std::span<const Value> params = {};
    };

    /// What the last failure was, for those who can do something about it.
    enum class Trouble : std::uint8_t {
        kNone,
        kRefused,  ///< The statement was refused; the connection goes on.
        kRaced,    ///< A deadlock or the like: the same again may well succeed.
        kLost,     ///< The connection is gone, or unusable.
    };

    /// @error kConfiguration  The server refused us: no such database or user, wrong password.
    /// @error kUnavailable    The server cannot be reached.
    static Result<PostgresConnection> connect(const StoreUrl& url, const PostgresOptions& options);

    /// Runs the steps in order until one fails. @returns an answer for each.
    /// @error kConflict         A constraint refused a row, or Trouble::kRaced.
    /// @error kInvalidArgument  A writing statement outside of a writing transaction.
    /// @error kUnavailable      Other trouble.
    Result<std::vector<PostgresAnswer>> run(std::span<const Step> steps);

    /// Runs any number of statements without parameters, separated by semicolons.
    Result<void> script(const std::string& sql);

    Trouble trouble() const { return trouble_; }
    bool lost() const { return trouble_ == Trouble::kLost; }

  private:
    struct Closer {
        void operator()(PGconn* connection) const { PQfinish(connection); }
    };

    PostgresConnection(PGconn* connection, std::chrono::milliseconds answer_max)
        : connection_(connection), answer_max_(answer_max) {}

    Result<void> shake_hands(const PostgresOptions& options);
    Result<void> send(std::span<const Step> steps, std::vector<std::string_view>& preparing);
    Result<void> send_one(const Step& step, const std::string& name);
    Result<void> flush();
    Result<void> wait(short events);
    Result<PostgresAnswer> next_answer();
    core::Error failure(const PGresult* result, std::string_view sql);
    core::Error loss(std::string_view doing);

    std::unique_ptr<PGconn, Closer> connection_;
    std::chrono::milliseconds answer_max_;
    std::map<std::string, std::string, std::less<>> names_;  ///< Prepared statements by text.
    std::int64_t names_given_ = 0;
    Trouble trouble_ = Trouble::kNone;
};

}  // namespace argosy::store
