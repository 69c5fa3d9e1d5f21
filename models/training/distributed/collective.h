#pragma once

#include "graph/error.h"

#include <cstddef>
#include <memory>
#include <span>

namespace inceptoscope {

/// Numbers that are being summed over all ranks.
class PendingSum
{
public:
    virtual ~PendingSum() = default;

    /// Returns when the numbers that were given are the sum.
    virtual Expected<void> wait() = 0;
};

/// What the processes that train one network together, its ranks, do with each other. Every rank
/// calls the same functions in the same order, each with as many numbers as the others, from one
/// thread at a time. Once a rank is gone every call fails, within a bounded time, with which one
/// and why.
class Collective
{
public:
    virtual ~Collective() = default;

    virtual int rank() const = 0; ///< from 0
    virtual int ranks() const = 0;

    /// Takes the numbers at once and gives back their sum when it is waited for, the same on every
    /// rank to the last bit. Several may be under way.
    virtual Expected<std::unique_ptr<PendingSum>> startSum(std::span<float> numbers) = 0;
    virtual Expected<void> sum(std::span<double> numbers) = 0;
    /// Rank 0's bytes on every rank.
    virtual Expected<void> broadcast(std::span<std::byte> bytes) = 0;
    /// Tells the others why this rank ends before its work is done: their next call fails with it.
    virtual void leave(const Error &why) = 0;
};

} // namespace inceptoscope
