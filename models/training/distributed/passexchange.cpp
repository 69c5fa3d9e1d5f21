#include "training/distributed/passexchange.h"

#include <algorithm>

namespace inceptoscope {

PassExchange::PassExchange(const TogetherOptions &options, const ParameterTable &table,
                           std::span<const int> layers)
    : m_options(options)
    , m_buckets(gradientBuckets(table, layers, options.leastBucket))
{
    if (options.batchNorm)
        return; // every rank has the same ones
    std::ranges::copy_if(table.rows(), std::back_inserter(m_statisticRows),
                         [](const ParameterTable::Row &row) { return !row.spec.trainable(); });
}

Expected<void> PassExchange::sendStatistics(const Batch &batch, std::span<float> values)
{
    const float share = static_cast<float>(batch.size()) / static_cast<float>(batch.wholeSize());
    m_statistics.clear();
    for (const ParameterTable::Row &row : m_statisticRows) {
        for (float value : row.of(values))
            m_statistics.push_back(share * value);
    }
    return m_statistics.empty() ? Expected<void>{} : send(m_statistics);
}

Expected<void> PassExchange::layerDone(int layer, std::span<float> gradients)
{
    const auto bucket = std::ranges::find(m_buckets, layer, &GradientBucket::afterLayer);
    if (bucket == m_buckets.end())
        return {};
    return send(gradients.subspan(bucket->begin, bucket->end - bucket->begin));
}

Expected<void> PassExchange::send(std::span<float> numbers)
{
    auto sum = m_options.ranks->startSum(numbers);
    if (!sum)
        return tl::unexpected(sum.error());
    m_sent.push_back(std::move(*sum));
    return {};
}

Expected<void> PassExchange::finish(std::span<float> values)
{
    for (const auto &sum : m_sent) {
        if (const auto summed = sum->wait(); !summed)
            return summed;
    }
    m_sent.clear();
    auto next = m_statistics.cbegin();
    for (const ParameterTable::Row &row : m_statisticRows) {
        std::copy_n(next, row.elements, row.of(values).begin());
        next += static_cast<std::ptrdiff_t>(row.elements);
    }
    return {};
}

} // namespace inceptoscope
