#pragma once

/// @file
/// Coroutines. Every workflow is a `Task`: a function that reads top to bottom and suspends where
/// it waits. All tasks of a process run on one loop, so between two suspensions nothing else runs.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>

#include "core/result.h"

namespace argosy::core {

template <class T>
using Task = boost::asio::awaitable<T>;

using Executor = boost::asio::any_io_executor;

/// Starts `task` on the loop and returns at once. The task owns itself; it ends when it returns,
/// or is destroyed with its loop. An exception that leaves it is a bug and aborts.
void spawn(const Executor& executor, Task<void> task);

/// Runs `work` on the loop after everything already queued there. May be called from any thread.
void post(const Executor& executor, std::function<void()> work);

}  // namespace argosy::core
