#pragma once

#include "graph/layer.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace inceptoscope {

/// What can be told of values in whatever order they lie.
struct ValueSums
{
    double squares = 0.0; ///< sum over the finite ones
    std::int64_t finite = 0; ///< how many are neither NaN nor infinite
    std::int64_t zeros = 0; ///< how many are zero

    bool operator==(const ValueSums &) const = default;
};

ValueSums valueSums(std::span<const float> values);

/// Values that an engine keeps as it computed them.
class StoredValues
{
public:
    virtual ~StoredValues() = default;

    /// In channel, row, column order.
    virtual std::vector<float> plain() const = 0;
    /// Where they lie: a fraction of what the plain ones take.
    virtual ValueSums sums() const = 0;
};

/// Floats that may be made when somebody looks at them first, on that one's thread. Many may look
/// at once.
class LazyValues
{
public:
    explicit LazyValues(std::vector<float> values);
    explicit LazyValues(std::unique_ptr<const StoredValues> stored);

    const std::vector<float> &get() const;
    /// Makes nothing that get() would.
    ValueSums sums() const;

private:
    mutable std::once_flag m_once;
    mutable std::mutex m_mutex; ///< of m_stored
    mutable std::shared_ptr<const StoredValues> m_stored; ///< until the values are made
    mutable std::vector<float> m_values;
};

/// The output of one layer for one picture: plain floats in channel, row, column order. Shared,
/// never copied.
struct Activation
{
    GridShape shape;
    std::shared_ptr<const LazyValues> values;

    std::span<const float> all() const { return values->get(); }
    std::span<const float> channel(int index) const
    {
        const auto cells =
            static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width);
        return all().subspan(static_cast<std::size_t>(index) * cells, cells);
    }
};

/// Which layers' outputs to keep, by index in the graph.
using CaptureSet = std::vector<int>;

/// What a network answered for one picture.
struct Activations
{
    std::map<int, Activation> captured; ///< by layer index
    std::vector<float> logits;
    std::vector<float> probabilities; ///< softmax of the logits
    double forwardMilliseconds = 0.0; ///< share of this picture in its batch
};

struct ActivationStatistics
{
    double mean = 0.0;
    double std = 0.0; ///< population
    float min = 0.0F;
    float max = 0.0F;
    double zeroFraction = 0.0; ///< 0 to 1
    int deadChannels = 0; ///< channels that are zero everywhere
    std::int64_t nonFinite = 0; ///< NaN and infinite values; left out of mean, std, min and max

    bool operator==(const ActivationStatistics &) const = default;
};

/// All zero for an activation without a finite value.
ActivationStatistics statistics(const Activation &activation);

/// Of the finite values; 0 where there is none.
double rootMeanSquare(const ValueSums &sums);
double rootMeanSquare(const Activation &activation);

} // namespace inceptoscope
