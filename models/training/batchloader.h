#pragma once

#include "training/dataset.h"
#include "training/recipe.h"
#include "training/trainingengine.h"

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace inceptoscope {

/// Which of a batch's pictures a rank takes.
struct BatchShare
{
    int rank = 0;
    int ranks = 1;
};

/// Makes the batches of one epoch ahead of time on worker threads. Which photos a batch holds and
/// how they are cropped depends on the seed, the epoch and the batch's number alone, never on
/// timing, nor on where the loader starts; a rank that shares them with others has its part of the
/// same. Photos that do not fill a last batch are left for another epoch's shuffle.
class BatchLoader
{
public:
    static constexpr int ahead = 4; ///< batches made before they are asked for

    BatchLoader(const std::vector<TrainingPhoto> &photos, const Recipe &recipe,
                const Preprocessing &preprocessing, std::uint64_t seed, int epoch, int threads,
                int first = 0, const BatchShare &share = {});
    ~BatchLoader();
    BatchLoader(const BatchLoader &) = delete;
    BatchLoader &operator=(const BatchLoader &) = delete;

    int count() const { return m_count; } ///< of the whole epoch
    /// The batch with the next number, of which the first is `first`; waits until it is made. Fails
    /// where memory is short.
    Expected<Batch> next();

private:
    void work(const std::stop_token &stop);
    Expected<Batch> make(int number) const;
    Batch compose(int number) const;

    const std::vector<TrainingPhoto> &m_photos;
    const Recipe &m_recipe;
    Preprocessing m_preprocessing;
    std::uint64_t m_seed;
    std::vector<std::size_t> m_order;
    int m_count;
    std::size_t m_begin; ///< of this rank's pictures in each batch
    std::size_t m_end;

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::map<int, Expected<Batch>> m_ready;
    int m_started;
    int m_taken;
    std::vector<std::jthread> m_workers;
};

} // namespace inceptoscope
