#pragma once

/// @file
/// One call in flight, and the list of them. A call begins on one of gRPC's threads and is
/// finished exactly once, on the loop: by its handler, or by the server's stop.

#include <grpcpp/server_context.h>

#include <memory>
#include <mutex>
#include <set>

#include "core/result.h"

namespace argosy::rpc {

class OpenCalls;

class Call : public std::enable_shared_from_this<Call> {
  public:
    Call(grpc::CallbackServerContext* context, std::shared_ptr<OpenCalls> open_calls)
        : context_(context),
          reactor_(context->DefaultReactor()),
          open_calls_(std::move(open_calls)) {}
    virtual ~Call() = default;

    grpc::ServerUnaryReactor* reactor() const { return reactor_; }
    bool finished() const { return finished_; }

    /// Answers with an error, unless the call is finished.
    void fail(const core::Error& error);

  protected:
    /// @pre !finished()
    void finish(const grpc::Status& status);

  private:
    grpc::CallbackServerContext* const context_;  ///< gRPC's, valid until the call is finished.
    grpc::ServerUnaryReactor* const reactor_;
    const std::shared_ptr<OpenCalls> open_calls_;
    bool finished_ = false;
};

template <class Answer>
class UnaryCall final : public Call {
  public:
    UnaryCall(grpc::CallbackServerContext* context, Answer* answer,
              std::shared_ptr<OpenCalls> open_calls)
        : Call(context, std::move(open_calls)), answer_(answer) {}

    /// Answers, unless the call is finished: then nobody waits for the answer any more.
    void complete(core::Result<Answer> result) {
        if (!result) return fail(result.error());
        if (finished()) return;
        answer_->Swap(&*result);
        finish(grpc::Status::OK);
    }

  private:
    Answer* const answer_;  ///< gRPC's, valid until the call is finished.
};

/// The calls that wait for an answer. Any thread may add; finishing is the loop's.
class OpenCalls final {
  public:
    /// Remembers the call; fails it at once when the server is stopping.
    /// @returns whether the call is to be handled.
    bool add(const std::shared_ptr<Call>& call);

    void remove(const std::shared_ptr<Call>& call);

    /// Fails every call, now and from now on.
    void close();

  private:
    std::mutex mutex_;
    bool closed_ = false;
    std::set<std::shared_ptr<Call>> calls_;
};

}  // namespace argosy::rpc
