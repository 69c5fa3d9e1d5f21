#include "training/growthwatcher.h"

#include "async/whendone.h"
#include "explorer/explorer.h"
#include "explorer/photolabeller.h"
#include "networks/weightsentry.h"
#include "training/growthtablemodel.h"

#include <utility>

namespace inceptoscope {

GrowthWatcher::GrowthWatcher(int network, Explorer *explorer, GrowthTableModel *model,
                             QObject *parent)
    : QObject(parent)
    , m_network(network)
    , m_model(model)
    , m_labeller(std::make_unique<PhotoLabeller>(
          explorer->photos(), &m_inference, explorer->precedence(),
          [this](int photo, const QImage &picture) {
              InferenceRequest request;
              request.entry = *m_entry;
              request.photo = photo;
              request.picture = picture;
              request.keepBlocks = false;
              return request;
          },
          PhotoLabeller::Keeper{
              [this](int photo) { return m_answered.contains(photo) || !m_model->isListed(photo); },
              [this](int photo, const Prediction &top) {
                  m_answered.insert(photo);
                  m_model->setAnswer(m_network, photo, top);
              },
              [] {}})) // with other weights alone
{
}

GrowthWatcher::~GrowthWatcher() = default;

void GrowthWatcher::watch(const RunStatus &run)
{
    if (run.weights == m_weights && run.written == m_written)
        return;
    m_weights = run.weights;
    m_written = run.written;
    ++m_ticket;
    if (!m_weights.empty())
        read();
}

void GrowthWatcher::read()
{
    const auto readIt = [file = m_weights] {
        return askDisk([&] { return readEntry(file, CatalogueEntry::Weights::Installed); });
    };
    whenDone(this, m_disks.run(readIt),
             [this, ticket = m_ticket](const Expected<CatalogueEntry> &entry) {
                 if (ticket == m_ticket) // else there are newer ones
                     take(entry);
             });
}

void GrowthWatcher::take(const Expected<CatalogueEntry> &entry)
{
    if (!entry) {
        m_weights.clear(); // there are others by now, or it is tried again
        return;
    }
    m_entry = *entry;
    m_answered.clear();
    m_labeller->restart(m_isActive);
}

void GrowthWatcher::setActive(bool active)
{
    if (std::exchange(m_isActive, active) != active && m_entry)
        m_labeller->restart(active);
}

} // namespace inceptoscope
