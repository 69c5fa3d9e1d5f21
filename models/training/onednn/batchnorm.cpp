#include "training/onednn/batchnorm.h"

#include "training/onednn/sharedrows.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

template<typename Stored>
BatchNorm<Stored>::BatchNorm(const BatchNormLayer &layer, const ParameterTable &table, int index,
                             int threads)
    : m_layer(layer)
    , m_scaleRow(*table.find(index, ParameterRole::BatchNormScale))
    , m_shiftRow(*table.find(index, ParameterRole::BatchNormShift))
    , m_meanRow(*table.find(index, ParameterRole::RunningMean))
    , m_varianceRow(*table.find(index, ParameterRole::RunningVariance))
    , m_partial(2 * layer.cells.channels * static_cast<std::size_t>(threads))
    , m_sums(2 * layer.cells.channels)
    , m_mean(layer.cells.channels)
    , m_deviation(layer.cells.channels)
    , m_factor(layer.cells.channels)
    , m_shift(layer.cells.channels)
{
    for (auto &factors : m_back)
        factors.resize(layer.cells.channels);
}

/// Two sums of each channel, over all rows: add(first row, rows, sums, other sums).
template<typename Stored> template<typename Add> void BatchNorm<Stored>::addUp(Add add)
{
    const std::size_t channels = m_layer.cells.channels;
    std::ranges::fill(m_partial, 0.0);
    shareRows(m_layer.cells.rows, [&](std::size_t thread, std::size_t begin, std::size_t end) {
        double *own = m_partial.data() + 2 * channels * thread;
        add(begin, end - begin, own, own + channels);
    });
    std::ranges::fill(m_sums, 0.0);
    for (std::size_t i = 0; i < m_partial.size(); ++i)
        m_sums[i % m_sums.size()] += m_partial[i];
}

/// From the sums of x and of its squares; moves the running statistics.
template<typename Stored>
void BatchNorm<Stored>::prepareNormalising(std::span<float> values, const BatchNormPass &pass)
{
    const std::size_t channels = m_layer.cells.channels;
    const std::span<float> means = m_meanRow.of(values);
    const std::span<float> variances = m_varianceRow.of(values);
    for (std::size_t i = 0; i < channels; ++i) {
        const double mean = m_sums[i] / pass.cells;
        const double variance = std::max(m_sums[channels + i] / pass.cells - mean * mean, 0.0);
        m_mean[i] = mean;
        m_deviation[i] = 1.0 / std::sqrt(variance + m_layer.epsilon);
        const double factor = m_scaleRow.of(values)[i] * m_deviation[i];
        m_factor[i] = static_cast<float>(factor);
        m_shift[i] = static_cast<float>(m_shiftRow.of(values)[i] - mean * factor);
        // The running variance is that of a sample (PyTorch's sense).
        const double sample = variance * pass.cells / std::max(pass.cells - 1.0, 1.0);
        means[i] += static_cast<float>(pass.momentum * (mean - means[i]));
        variances[i] += static_cast<float>(pass.momentum * (sample - variances[i]));
    }
}

template<typename Stored>
Expected<void> BatchNorm<Stored>::forward(const Stored *x, Stored *y, std::span<float> values,
                                          const BatchNormPass &pass)
{
    const std::size_t channels = m_layer.cells.channels;
    addUp([&](std::size_t begin, std::size_t count, double *sum, double *squares) {
        m_kernels.sums(x + begin * channels, {count, channels}, sum, squares);
    });
    if (auto added = addRanks(); !added)
        return added;
    prepareNormalising(values, pass);
    shareRows(m_layer.cells.rows, [&](std::size_t, std::size_t begin, std::size_t end) {
        m_kernels.normalise(x + begin * channels, {end - begin, channels}, affine(),
                            y + begin * channels);
    });
    return {};
}

/// Of shift and scale, from the sums of dy and of dy · x.
template<typename Stored> void BatchNorm<Stored>::giveGradients(std::span<float> gradients)
{
    for (std::size_t i = 0; i < m_layer.cells.channels; ++i) {
        m_shiftRow.of(gradients)[i] = static_cast<float>(m_sums[i]);
        m_scaleRow.of(gradients)[i] = static_cast<float>(scaleGradient(i));
    }
}

/// dx = factor · (dy − mean of dy − normalised x · mean of dy · normalised x)
template<typename Stored>
void BatchNorm<Stored>::prepareGoingBack(std::span<const float> values, const BatchNormPass &pass)
{
    for (std::size_t i = 0; i < m_layer.cells.channels; ++i) {
        const double factor = m_scaleRow.of(values)[i] * m_deviation[i];
        const double slope = factor * m_deviation[i] * scaleGradient(i) / pass.cells;
        m_back[0][i] = static_cast<float>(factor);
        m_back[1][i] = static_cast<float>(-slope);
        m_back[2][i] = static_cast<float>(slope * m_mean[i] - factor * m_sums[i] / pass.cells);
    }
}

template<typename Stored>
Expected<void> BatchNorm<Stored>::backward(Stored *gradient, const Stored *x,
                                           std::span<const float> values,
                                           std::span<float> gradients, const BatchNormPass &pass)
{
    const std::size_t channels = m_layer.cells.channels;
    addUp([&](std::size_t begin, std::size_t count, double *sum, double *products) {
        m_kernels.gradientSums(gradient + begin * channels, x + begin * channels, {count, channels},
                               affine(), sum, products);
    });
    giveGradients(gradients); // which are added to the other ranks' with all the rest
    if (auto added = addRanks(); !added)
        return added;
    prepareGoingBack(values, pass);
    const float *const back[3] = {m_back[0].data(), m_back[1].data(), m_back[2].data()};
    shareRows(m_layer.cells.rows, [&](std::size_t, std::size_t begin, std::size_t end) {
        Stored *own = gradient + begin * channels;
        m_kernels.normaliseBack(own, x + begin * channels, {end - begin, channels}, affine(), back,
                                own);
    });
    return {};
}

template class BatchNorm<float>;
template class BatchNorm<Brain>;

} // namespace inceptoscope
