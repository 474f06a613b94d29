// The compiled part of Boost.Asio's TLS, once per program. It stands here because nothing below
// `live` speaks TLS.
#include <boost/asio/ssl/impl/src.hpp>
