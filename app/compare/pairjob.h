#pragma once

#include "folders/folderjob.h"

namespace inceptoscope {

/// The classes of two networks in one list, those of A first. Of equal names, whatever their case,
/// the first stands for all.
struct MergedClasses
{
    QStringList labels;
    std::vector<int> ofA; ///< place in the list of each class of A
    std::vector<int> ofB;
};

MergedClasses mergedClasses(const QStringList &ofA, const QStringList &ofB);

/// The photos below some folders on their way through two networks, A and B. Each photo is decoded
/// once. In its rows the answer is A's, and the class that it is held against is B's: rows that are
/// "wrong" are those where they disagree. The engine that is lent runs B; that for A is the job's
/// own, and goes with it. Both run a batch in turns, so that each has all cores.
class PairJob : public PhotoJob
{
public:
    PairJob(QStringList folders, FolderSettings a, FolderSettings b, Listener listener);
    /// Waits until the photos that are being read are.
    ~PairJob() override;

    Expected<End> go(EngineHost &hostB, const std::stop_token &leave) override;
    QStringList problems() const override;

private:
    using Answers = std::vector<Activations>;

    Expected<End> advance(EngineHost &hostB, const std::stop_token &leave);
    Expected<void> prepare(EngineHost &hostB, const std::stop_token &leave);
    void begin(EngineHost &hostB);
    void fill(const std::stop_token &leave);
    Expected<void> answer(EngineHost &hostB, const std::stop_token &leave);
    void keep(const Answers &ofA, const Answers &ofB);
    void report();

    const QStringList m_folders;
    const FolderSettings m_a;
    const FolderSettings m_b;
    const Listener m_listener;
    EngineHost m_hostA;
    MergedClasses m_classes;
    std::size_t m_valuesOfA = 0; ///< of the two inputs of a photo, one after the other
    std::unique_ptr<FolderClasses> m_names;
    std::stop_source m_stop;
    std::unique_ptr<PhotoConveyor> m_photos;
    std::vector<PreparedPhoto> m_waiting; ///< the next batch, and those that could not be read
    std::vector<std::vector<float>> m_inputsA; ///< of those waiting that could
    std::vector<std::vector<float>> m_inputsB;
    std::vector<FolderRow> m_rows; ///< done and not yet told
    std::chrono::steady_clock::time_point m_told{};
};

} // namespace inceptoscope
