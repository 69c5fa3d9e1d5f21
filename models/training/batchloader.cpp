#include "training/batchloader.h"

#include "training/augmentation.h"

#include <algorithm>
#include <new>
#include <numeric>

namespace inceptoscope {

namespace {

std::vector<std::size_t> shuffled(std::size_t count, std::uint64_t seed)
{
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::mt19937_64 random(seed);
    for (std::size_t i = count; i > 1; --i)
        std::swap(order[i - 1], order[random() % i]);
    return order;
}

} // namespace

BatchLoader::BatchLoader(const std::vector<TrainingPhoto> &photos, const Recipe &recipe,
                         const Preprocessing &preprocessing, std::uint64_t seed, int epoch,
                         int threads, int first, const BatchShare &share)
    : m_photos(photos)
    , m_recipe(recipe)
    , m_preprocessing(preprocessing)
    , m_seed(seed * 1'000'003 + static_cast<std::uint64_t>(epoch))
    , m_order(shuffled(photos.size(), m_seed))
    , m_count(static_cast<int>(photos.size()) / recipe.batchSize)
    , m_begin(static_cast<std::size_t>(recipe.batchSize * share.rank / share.ranks))
    , m_end(static_cast<std::size_t>(recipe.batchSize * (share.rank + 1) / share.ranks))
    , m_started(std::min(first, m_count))
    , m_taken(m_started)
{
    for (int i = 0; i < threads; ++i)
        m_workers.emplace_back([this](const std::stop_token &stop) { work(stop); });
}

BatchLoader::~BatchLoader()
{
    for (std::jthread &worker : m_workers)
        worker.request_stop();
}

void BatchLoader::work(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop,
                          [this] { return m_started == m_count || m_started < m_taken + ahead; })) {
        if (m_started == m_count)
            return;
        const int number = m_started++;
        lock.unlock();
        Expected<Batch> batch = make(number);
        lock.lock();
        m_ready.emplace(number, std::move(batch));
        m_changed.notify_all();
    }
}

Expected<Batch> BatchLoader::make(int number) const
{
    try {
        return compose(number);
    } catch (const std::bad_alloc &) {
        return failure("there is not enough memory for a batch of "
                       + std::to_string(m_recipe.batchSize) + " pictures of "
                       + std::to_string(m_preprocessing.inputSize) + " pixels; try a smaller one");
    }
}

/// Crops are drawn for the whole batch, so that a share of it has those it has there.
Batch BatchLoader::compose(int number) const
{
    Batch batch;
    std::mt19937_64 random(m_seed ^ (static_cast<std::uint64_t>(number + 1) << 32));
    batch.whole = static_cast<std::size_t>(m_recipe.batchSize);
    batch.first = m_begin;
    const std::size_t first = static_cast<std::size_t>(number) * batch.whole;
    for (std::size_t i = 0; i < m_end; ++i) {
        const TrainingPhoto &photo = m_photos[m_order[first + i]];
        const RandomCrop crop = drawCrop(photo.image, m_recipe, random);
        if (i < m_begin)
            continue;
        const std::vector<float> values =
            normalised(cropped(photo.image, m_preprocessing.inputSize, crop), m_preprocessing);
        batch.pictures.insert(batch.pictures.end(), values.begin(), values.end());
        batch.labels.push_back(photo.label);
    }
    return batch;
}

Expected<Batch> BatchLoader::next()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_ready.contains(m_taken); });
    Expected<Batch> batch = std::move(m_ready.extract(m_taken).mapped());
    ++m_taken;
    m_changed.notify_all();
    return batch;
}

} // namespace inceptoscope
