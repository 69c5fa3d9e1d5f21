#pragma once

#include <chrono>
#include <stop_token>

namespace inceptoscope {

struct JoinSettings
{
    /// Until all ranks are there: people start them by hand, one machine after the other.
    std::chrono::milliseconds patience = std::chrono::minutes(5);
    /// A rank that was not heard of for so long is taken for gone, its machine or the way to it.
    std::chrono::milliseconds silence = std::chrono::seconds(30);
    std::stop_token stop; ///< ends the waiting for others
};

} // namespace inceptoscope
