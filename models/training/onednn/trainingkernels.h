#pragma once

#include "checkpoint/brain.h"

#include <cstddef>

namespace inceptoscope {

inline float toFloat(float value)
{
    return value;
}

template<typename Stored> Stored stored(float value);

template<> inline float stored(float value)
{
    return value;
}

template<> inline Brain stored(float value)
{
    return toBrain(value);
}

/// Values of `rows` cells, whose `channels` lie together.
struct CellRange
{
    std::size_t rows = 0;
    std::size_t channels = 0;

    std::size_t elements() const { return rows * channels; }
};

/// A BatchNorm as what it does to each channel, factor · x + shift, and the ReLU after it.
struct Affine
{
    const float *factor = nullptr;
    const float *shift = nullptr;
    bool relu = false;
};

/// What training does to numbers beside convolving and pooling them, for the instructions this
/// processor has. Each works on one piece with one thread. Numbers are stored as `Stored` (float or
/// Brain) and computed with as float.
template<typename Stored> struct TrainingKernels
{
    /// Adds to the sums of each channel, and to those of squares.
    void (*sums)(const Stored *x, CellRange range, double *sum, double *squares);
    /// y = affine(x)
    void (*normalise)(const Stored *x, CellRange range, const Affine &affine, Stored *y);
    /// Adds, where the ReLU let x through, to the sums of dy and of dy · x.
    void (*gradientSums)(const Stored *dy, const Stored *x, CellRange range, const Affine &affine,
                         double *sum, double *products);
    /// dx = f[0] · dy (where the ReLU let x through) + f[1] · x + f[2], factors of each channel.
    /// May be written over dy.
    void (*normaliseBack)(const Stored *dy, const Stored *x, CellRange range, const Affine &affine,
                          const float *const f[3], Stored *dx);
    /// y = trunk + scale · residual, then a ReLU where there is one.
    void (*addScaled)(const Stored *trunk, const Stored *residual, std::size_t count, float scale,
                      bool relu, Stored *y);
    /// dx = scale · dy, where y is above 0 if there is a ReLU. May be written over dy.
    void (*scaleBack)(const Stored *dy, const Stored *y, std::size_t count, float scale, bool relu,
                      Stored *dx);
    /// to += from
    void (*accumulate)(const Stored *from, std::size_t count, Stored *to);
};

template<typename Stored> const TrainingKernels<Stored> &trainingKernels();

} // namespace inceptoscope
