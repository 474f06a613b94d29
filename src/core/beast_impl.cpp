// Boost.Beast is compiled once, here, for the client of `live` and the server of `sim`.
#include <boost/beast/src.hpp>
