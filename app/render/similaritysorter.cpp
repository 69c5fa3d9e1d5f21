#include "render/similaritysorter.h"

#include "async/whendone.h"
#include "render/channelsummary.h"

#include <QtConcurrentRun>

namespace inceptoscope {

void SimilaritySorter::start(const Activation &activation, int channel)
{
    const int ticket = ++m_ticket;
    m_running = true;
    whenDone(this, QtConcurrent::run([activation, channel] {
                 return orderedBySimilarity(activation, channel);
             }),
             [this, ticket](const Expected<std::vector<int>> &channels) {
                 if (ticket != m_ticket)
                     return;
                 m_running = false;
                 if (channels)
                     emit sorted(*channels);
                 else
                     emit failed(QString::fromStdString(channels.error().message));
             });
}

void SimilaritySorter::cancel()
{
    ++m_ticket;
    m_running = false;
}

} // namespace inceptoscope
