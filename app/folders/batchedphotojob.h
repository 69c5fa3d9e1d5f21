#pragma once

#include "folders/classmatcher.h"
#include "folders/foldersettings.h"
#include "folders/photojob.h"
#include "photos/photoconveyor.h"

#include <chrono>
#include <memory>
#include <stop_token>
#include <vector>

namespace inceptoscope {

/// The photos below some folders on their way through networks, in batches. It is done in turns,
/// for as long as an engine is lent, while photos are prepared ahead all the time; what was under
/// way when a turn ended is taken up again in the next one. Each photo is decoded once, whatever
/// number of networks looks at it. Turns are on one thread at a time.
class BatchedPhotoJob : public PhotoJob
{
public:
    BatchedPhotoJob(const BatchedPhotoJob &) = delete;
    BatchedPhotoJob &operator=(const BatchedPhotoJob &) = delete;
    /// Waits until the photos that are being read are.
    ~BatchedPhotoJob() override;

    Expected<End> go(EngineHost &lent, const std::stop_token &leave) override;
    QStringList problems() const override;

protected:
    /// What rows speak of: one list of classes for all networks.
    struct Classes
    {
        QStringList labels;
        std::vector<std::vector<int>> places; ///< by network: of each of its classes in the list
    };

    /// The engine that is lent runs the last of the networks. Those for the others are the job's
    /// own and go with it: all run a batch in turn, so that each has all cores.
    BatchedPhotoJob(QStringList folders, std::vector<FolderSettings> networks, Listener listener);

private:
    /// Called once, when the networks are ready; `labels` are those of each.
    virtual Classes classesOf(const std::vector<Labels> &labels) = 0;

    using Hosts = std::vector<EngineHost *>;
    using BatchAnswers = std::vector<std::vector<Activations>>; ///< by network, then by photo

    Expected<End> advance(EngineHost &lent, const std::stop_token &leave);
    Hosts hostsWith(EngineHost &lent);
    Expected<void> prepare(const Hosts &hosts, const std::stop_token &leave) const;
    void begin(const Hosts &hosts);
    void fill(const std::stop_token &leave);
    Expected<void> answer(const Hosts &hosts, const std::stop_token &leave);
    void keep(const BatchAnswers &answers);
    FolderRow rowOf(const PreparedPhoto &photo);
    FolderAnswer unanswered(std::size_t network, const QString &path);
    FolderAnswer answered(std::size_t network, const QString &path, const Activations &answer);
    void report();

    const QStringList m_folders;
    const std::vector<FolderSettings> m_networks;
    const Listener m_listener;
    std::vector<EngineHost> m_own; ///< for all networks but the last
    std::stop_source m_stop;
    std::unique_ptr<PhotoConveyor> m_photos;
    std::vector<std::vector<int>> m_places; ///< of Classes
    std::vector<FolderClasses> m_classes; ///< that folders are named after, by network
    std::vector<PreparedPhoto> m_waiting; ///< the next batch, and those that could not be read
    std::vector<std::vector<std::vector<float>>> m_inputs; ///< by network, of those that could
    std::vector<FolderRow> m_rows; ///< done and not yet told
    std::chrono::steady_clock::time_point m_told{};
};

QStringList namesOf(const Labels &labels);

} // namespace inceptoscope
