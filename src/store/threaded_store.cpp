#include "store/threaded_store.h"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace argosy::store {
namespace {

using Handler = boost::asio::any_completion_handler<void()>;

// What the thread does, and what it then posts to the loop.
struct Job {
    std::function<void(Engine&)> work;
    Handler done;
};

}  // namespace

class ThreadedStore::Worker {
  public:
    Worker(std::unique_ptr<Engine> engine, core::Executor executor)
        : engine_(std::move(engine)),
          executor_(std::move(executor)),
          thread_([this](const std::stop_token& stop) { run(stop); }) {}

    bool full() {
        const std::lock_guard lock(mutex_);
        return queue_.size() >= kQueueLimit;
    }

    void push(Job job) {
        {
            const std::lock_guard lock(mutex_);
            queue_.push_back(std::move(job));
        }
        arrived_.notify_one();
    }

  private:
    void run(const std::stop_token& stop) {
        while (std::optional<Job> job = next(stop)) {
            job->work(*engine_);
            // The handler belongs to the loop: it is run there, and nowhere else.
            boost::asio::post(executor_, std::move(job->done));
        }
    }

    // Nothing once a stop is asked for and the queue is empty.
    std::optional<Job> next(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        if (!arrived_.wait(lock, stop, [this] { return !queue_.empty(); })) return std::nullopt;
        Job job = std::move(queue_.front());
        queue_.pop_front();
        return job;
    }

    std::unique_ptr<Engine> engine_;
    core::Executor executor_;
    std::mutex mutex_;
    std::condition_variable_any arrived_;
    std::deque<Job> queue_;
    std::jthread thread_;
};

namespace {

// Runs `work` on the worker's thread and suspends until it is done.
template <class Worker>
Task<void> run_on(Worker& worker, std::function<void(Engine&)> work) {
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(
        [&worker, &work](auto handler) {
            worker.push(Job{std::move(work), Handler(std::move(handler))});
        },
        boost::asio::use_awaitable);
}

core::Error too_many_waiting() {
    return core::Error{core::ErrorCode::kUnavailable,
                       "the database is too slow: its queue of 10,000 calls is full"};
}

}  // namespace

ThreadedStore::ThreadedStore(std::unique_ptr<Engine> engine, core::Executor executor)
    : worker_(std::make_unique<Worker>(std::move(engine), executor)),
      executor_(std::move(executor)) {}

ThreadedStore::~ThreadedStore() = default;

Task<Result<void>> ThreadedStore::commit(Transaction transaction, Durability durability) {
    if (worker_->full()) co_return too_many_waiting();
    // Shared with the thread, because the task may be destroyed while the thread works.
    struct Call {
        Transaction transaction;
        Result<void> result;
    };
    auto call = std::make_shared<Call>(Call{std::move(transaction), {}});
    co_await run_on(*worker_, [call, durability](Engine& engine) {
        call->result = engine.commit(call->transaction, durability);
    });
    co_return std::move(call->result);
}

Task<Result<Rows>> ThreadedStore::query(std::string_view sql, Params params) {
    if (worker_->full()) co_return too_many_waiting();
    struct Call {
        Params params;
        Result<Rows> result;
    };
    auto call = std::make_shared<Call>(Call{std::move(params), Rows{}});
    co_await run_on(
        *worker_, [call, sql](Engine& engine) { call->result = engine.query(sql, call->params); });
    co_return std::move(call->result);
}

}  // namespace argosy::store
