#pragma once

namespace inceptoscope {

/// How the channels of a buffer lie in memory. Layers are filled up to whole groups of `lanes`.
struct ChannelLayout
{
    enum class Order {
        Grouped, ///< groups of `lanes` channels one after the other (oneDNN's nChw16c, nChw8c)
        Last, ///< all channels of a cell together (nhwc)
    };

    int lanes = 16;
    Order order = Order::Grouped;

    /// Some groups of one picture's channels are a piece of memory like any other, which can be
    /// written and read without regard to the rest.
    bool hasSlices() const { return order == Order::Grouped; }

    bool operator==(const ChannelLayout &) const = default;
};

} // namespace inceptoscope
