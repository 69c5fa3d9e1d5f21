#pragma once

#include "async/diskworkers.h"
#include "inference/inferencecontroller.h"
#include "training/runstatus.h"

#include <QObject>

#include <memory>
#include <optional>
#include <set>

namespace inceptoscope {

class Explorer;
class GrowthTableModel;
class PhotoLabeller;

/// Lets one growing network answer the photos in the filmstrip anew whenever an epoch is done, with
/// an engine of its own, while somebody looks and nothing else is computed that goes first.
class GrowthWatcher : public QObject
{
    Q_OBJECT

public:
    /// `network`: its column in the model. The photos are the explorer's.
    GrowthWatcher(int network, Explorer *explorer, GrowthTableModel *model,
                  QObject *parent = nullptr);
    ~GrowthWatcher() override;

    /// What the run has left by now. Weights that were answered with already are not again.
    void watch(const RunStatus &run);
    /// Whether somebody looks.
    void setActive(bool active);

private:
    void read();
    void take(const Expected<CatalogueEntry> &entry);

    const int m_network;
    GrowthTableModel *m_model;
    bool m_isActive = false;
    std::filesystem::path m_weights; ///< read, or being read
    std::filesystem::file_time_type m_written{};
    int m_ticket = 0;
    std::optional<CatalogueEntry> m_entry;
    std::set<int> m_answered; ///< ids of photos, by the entry
    InferenceController m_inference;
    std::unique_ptr<PhotoLabeller> m_labeller;
    DiskWorkers m_disks;
};

} // namespace inceptoscope
