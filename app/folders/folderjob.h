#pragma once

#include "folders/classmatcher.h"
#include "folders/folderrow.h"
#include "inference/enginehost.h"
#include "photos/photoconveyor.h"

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace inceptoscope {

/// The network that answers for a folder, and how it is run.
struct FolderSettings
{
    CatalogueEntry entry;
    int inputSize = 0; ///< pixels; 0: that of the weights
    ResidualScales scales{};

    bool operator==(const FolderSettings &) const = default;
};

/// Photos on their way through one network or two. It is done in turns, for as long as an engine is
/// lent; turns are on one thread at a time.
class PhotoJob
{
public:
    /// Told on the thread of the turn.
    struct Listener
    {
        std::function<void(const QStringList &labels)> begun; ///< once, before any row
        std::function<void(const FolderRows &rows)> answered;
    };

    enum class End { Left, Finished };

    virtual ~PhotoJob() = default;

    /// Goes on until `leave` is requested or no photo is left. Fails where a network cannot be
    /// run; a photo that cannot be read is a row of its own.
    virtual Expected<End> go(EngineHost &host, const std::stop_token &leave) = 0;
    /// What there is to tell about the folders, once it is finished.
    virtual QStringList problems() const = 0;
};

/// The photos below some folders on their way through a network. It is done in turns, for as long
/// as the engine is lent; what was under way when a turn ended is taken up again in the next one.
class FolderJob : public PhotoJob
{
public:
    FolderJob(QStringList folders, FolderSettings settings, Listener listener);
    /// Waits until the photos that are being read are.
    ~FolderJob() override;

    Expected<End> go(EngineHost &host, const std::stop_token &leave) override;
    QStringList problems() const override;

private:
    Expected<End> advance(EngineHost &host, const std::stop_token &leave);
    void begin(EngineHost &host);
    void fill(const std::stop_token &leave);
    void answer(const std::vector<Activations> &answers);
    void report();
    FolderRow rowOf(const PreparedPhoto &photo) const;

    const QStringList m_folders;
    const FolderSettings m_settings;
    const Listener m_listener;
    std::stop_source m_stop;
    std::unique_ptr<PhotoConveyor> m_photos;
    std::unique_ptr<FolderClasses> m_classes;
    std::vector<PreparedPhoto> m_waiting; ///< the next batch, and those that could not be read
    std::vector<std::vector<float>> m_inputs; ///< of those waiting that could
    std::vector<FolderRow> m_rows; ///< done and not yet told
    std::chrono::steady_clock::time_point m_told{};
};

} // namespace inceptoscope
