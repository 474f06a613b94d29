#pragma once

/// @file
/// What a call that can fail returns: a value, or an error that its caller can act on.
/// No exception crosses a room's boundary; adapters translate into these codes.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "core/assert.h"

namespace argosy::core {

/// Codes exist only where some caller acts on the difference.
enum class ErrorCode : std::uint8_t {
    kInvalidArgument,      ///< The request makes no sense; the message says what was expected.
    kNotFound,             ///< The thing named does not exist.
    kRejected,             ///< The game or a rule said no, and nothing happened.
    kInsufficientCredits,  ///< Nothing happened: the money is not there.
    kCargoFull,            ///< Nothing happened: the hold has no room.
    kConflict,             ///< Somebody else changed it first; nothing happened.
    kUnauthorized,         ///< The token is missing or wrong.
    kUniverseReset,        ///< The token belongs to a universe that no longer exists.
    kUnavailable,          ///< Temporary trouble that outlived its retries; nothing happened.
    kOutcomeUnknown,       ///< It may or may not have happened. Look before acting again.
    kConfiguration,        ///< Configuration is wrong; the message lists every problem.
    kStopped,              ///< The wait was ended because the program is stopping.
};

/// Returns the code's name as logs and answers print it, for example "insufficient_credits".
std::string_view to_string(ErrorCode code);

struct Error {
    ErrorCode code;
    /// Says what, which, was what, expected what. Carries no secret.
    std::string message;
    /// The game's own error code (`docs/reference/simulator.md`), 0 when the game said nothing.
    std::int32_t game_code = 0;
};

/// A value or an `Error`.
template <class T>
class [[nodiscard]] Result {
  public:
    using value_type = T;

    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    /// @pre ok()
    T& value() & {
        ARGOSY_ASSERT(ok());
        return std::get<0>(state_);
    }
    const T& value() const& {
        ARGOSY_ASSERT(ok());
        return std::get<0>(state_);
    }
    T&& value() && {
        ARGOSY_ASSERT(ok());
        return std::get<0>(std::move(state_));
    }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    /// @pre !ok()
    const Error& error() const& {
        ARGOSY_ASSERT(!ok());
        return std::get<1>(state_);
    }
    Error&& error() && {
        ARGOSY_ASSERT(!ok());
        return std::get<1>(std::move(state_));
    }

  private:
    std::variant<T, Error> state_;
};

/// Success without a value, or an `Error`.
template <>
class [[nodiscard]] Result<void> {
  public:
    using value_type = void;

    Result() = default;
    Result(Error error) : failed_(true), error_(std::move(error)) {}

    bool ok() const { return !failed_; }
    explicit operator bool() const { return ok(); }

    /// @pre !ok()
    const Error& error() const& {
        ARGOSY_ASSERT(failed_);
        return error_;
    }
    Error&& error() && {
        ARGOSY_ASSERT(failed_);
        return std::move(error_);
    }

  private:
    bool failed_ = false;
    Error error_{};
};

}  // namespace argosy::core

#define ARGOSY_CONCAT_INNER(a, b) a##b
#define ARGOSY_CONCAT(a, b) ARGOSY_CONCAT_INNER(a, b)

#define ARGOSY_TRY_IMPL(result, declaration, expression, give_back) \
    auto result = (expression);                                     \
    if (!result) give_back std::move(result).error();               \
    declaration = *std::move(result)

/// Declares from a Result, or returns its error: `ARGOSY_TRY(auto ship, fleet.find(symbol));`
#define ARGOSY_TRY(declaration, expression) \
    ARGOSY_TRY_IMPL(ARGOSY_CONCAT(argosy_result_, __LINE__), declaration, expression, return)

/// The same in a coroutine: `ARGOSY_CO_TRY(auto receipt, co_await game.purchase(order));`
#define ARGOSY_CO_TRY(declaration, expression) \
    ARGOSY_TRY_IMPL(ARGOSY_CONCAT(argosy_result_, __LINE__), declaration, expression, co_return)

#define ARGOSY_CHECK_IMPL(result, expression, give_back)  \
    do {                                                  \
        auto result = (expression);                       \
        if (!result) give_back std::move(result).error(); \
    } while (false)

/// Returns the error of an expression whose value is not needed.
#define ARGOSY_CHECK(expression) \
    ARGOSY_CHECK_IMPL(ARGOSY_CONCAT(argosy_result_, __LINE__), expression, return)

/// The same in a coroutine.
#define ARGOSY_CO_CHECK(expression) \
    ARGOSY_CHECK_IMPL(ARGOSY_CONCAT(argosy_result_, __LINE__), expression, co_return)

/// Aborts with the error's message: what must not fail did, which is a bug.
#define ARGOSY_MUST(expression)                                                                    \
    do {                                                                                           \
        if (const auto argosy_must_result = (expression); !argosy_must_result) {                   \
            ::argosy::core::assertion_failed(argosy_must_result.error().message.c_str(), __FILE__, \
                                             __LINE__);                                            \
        }                                                                                          \
    } while (false)
