#pragma once

/// @file
/// One run of the command line: the daemon it talks to, the player it acts for, and where answers
/// are shown. Connects with the first call, so that commands without one need no daemon.

#include <concepts>
#include <optional>
#include <string>
#include <type_traits>

#include "apps/cli_command.h"
#include "apps/cli_json.h"
#include "apps/cli_terminal.h"
#include "argosy.pb.h"
#include "core/result.h"
#include "rpc/client.h"

namespace argosy::cli {

using core::Result;

class Session final {
  public:
    explicit Session(const Invocation& invocation) : invocation_(invocation) {}

    OutputFormat output() const { return invocation_.output; }
    const std::string& socket() const { return invocation_.socket; }
    Terminal& terminal() { return terminal_; }

    /// Calls the daemon. A request that names a player is given the command line's.
    /// @error  Of the connection: then unreachable(). Otherwise the daemon's.
    template <class Request, class Answer>
    Result<Answer> call(Result<Answer> (rpc::Client::*method)(const Request&),
                        std::type_identity_t<Request> request) {
        Result<rpc::Client*> client = connect();
        unreachable_ = !client;
        if (!client) return std::move(client).error();
        if constexpr (requires {
                          { request.mutable_player() } -> std::same_as<v1::PlayerRef*>;
                      }) {
            ARGOSY_TRY(*request.mutable_player(), player());
        }
        return ((*client)->*method)(request);
    }

    /// Shows an answer on stdout: as text for people, or as one line of JSON.
    void show(const google::protobuf::Message& answer, const std::string& text) {
        terminal_.print(output() == OutputFormat::kJson ? to_json(answer) + '\n' : text);
    }
    template <class Answer>
    void show(const Answer& answer, std::string (*text)(const std::type_identity_t<Answer>&)) {
        show(answer, text(answer));
    }

    /// Calls the daemon and shows its answer: what most commands are.
    template <class Request, class Answer>
    Result<void> ask(Result<Answer> (rpc::Client::*method)(const Request&),
                     std::type_identity_t<Request> request,
                     std::string (*text)(const std::type_identity_t<Answer>&)) {
        ARGOSY_TRY(const Answer answer, call(method, std::move(request)));
        show(answer, text);
        return {};
    }

    /// Returns why no daemon can be talked to, nothing when one can: for commands that go on
    /// without one.
    std::optional<core::Error> no_daemon();

    /// Returns whether a call failed because there is no daemon to talk to.
    bool unreachable() const { return unreachable_; }

  private:
    Result<rpc::Client*> connect();
    /// Returns the player to act for. A number is looked up: the daemon knows agents by name.
    Result<v1::PlayerRef> player();

    const Invocation& invocation_;
    std::optional<rpc::Client> client_;
    std::optional<v1::PlayerRef> player_;
    Terminal terminal_;
    bool unreachable_ = false;
};

}  // namespace argosy::cli
