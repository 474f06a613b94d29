#include "kernel/front_wire.h"

#include "sim/sim_game.h"

namespace argosy::kernel {

live::HttpAnswer ask(sim::HttpFront& front, const live::HttpRequest& request) {
    sim::HttpRequest arrived{.method = std::string(request.method),
                             .target = std::string(sim::HttpFront::kBasePath) + request.path,
                             .headers = {},
                             .body = request.body,
                             .remote_address = sim::SimGame::kAddress};
    if (!request.body.empty()) arrived.headers["content-type"] = "application/json";
    if (!request.token.empty())
        arrived.headers["authorization"] = "Bearer " + request.token.reveal();
    sim::HttpResponse response = front.handle(arrived);
    live::HttpAnswer answer{
        .status = response.status, .headers = {}, .body = std::move(response.body)};
    for (const auto& [name, value] : response.headers)
        answer.headers[name] = value;
    return answer;
}

}  // namespace argosy::kernel
