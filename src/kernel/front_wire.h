#pragma once

/// @file
/// The two ends of the wire in one process: what `live` sends reaches the front that `sim` answers
/// with. Neither room may see the other.

#include "live/transport.h"
#include "sim/http_front.h"

namespace argosy::kernel {

/// Returns the front's answer to a request, at once: the time that the way takes is the caller's.
live::HttpAnswer ask(sim::HttpFront& front, const live::HttpRequest& request);

}  // namespace argosy::kernel
