#include "rpc/call.h"

#include <string>

#include "rpc/status.h"

namespace argosy::rpc {
namespace {

core::Error stopping() {
    return core::Error{core::ErrorCode::kStopped, "the daemon is stopping"};
}

}  // namespace

void Call::fail(const core::Error& error) {
    if (finished_) return;
    context_->AddTrailingMetadata(std::string(kErrorCodeKey),
                                  std::string(core::to_string(error.code)));
    finish(grpc::Status(status_code(error.code), error.message));
}

void Call::finish(const grpc::Status& status) {
    ARGOSY_ASSERT(!finished_);
    finished_ = true;
    reactor_->Finish(status);
    open_calls_->remove(shared_from_this());
}

bool OpenCalls::add(const std::shared_ptr<Call>& call) {
    {
        const std::lock_guard guard(mutex_);
        if (!closed_) {
            calls_.insert(call);
            return true;
        }
    }
    call->fail(stopping());
    return false;
}

void OpenCalls::remove(const std::shared_ptr<Call>& call) {
    const std::lock_guard guard(mutex_);
    calls_.erase(call);
}

void OpenCalls::close() {
    std::set<std::shared_ptr<Call>> waiting;
    {
        const std::lock_guard guard(mutex_);
        closed_ = true;
        waiting.swap(calls_);
    }
    for (const std::shared_ptr<Call>& call : waiting)
        call->fail(stopping());
}

}  // namespace argosy::rpc
