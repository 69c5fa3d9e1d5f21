#include "render/tilemaker.h"

#include "async/whendone.h"
#include "render/activationimage.h"

#include <QtConcurrentRun>

#include <algorithm>

namespace inceptoscope {

namespace {

/// Some milliseconds of work: then whoever looks elsewhere meanwhile is served.
constexpr std::int64_t valuesAtOnce = 1 << 19;
constexpr std::size_t mostAtOnce = 64;

Tile tileOf(const TileMaker::Content &content, int channel)
{
    QImage image = channelImage(content.activation, channel, content.map,
                                content.ranges[static_cast<std::size_t>(channel)]);
    if (!content.size.isEmpty())
        image = image.scaled(content.size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    return {channel, std::move(image)};
}

std::vector<Tile> tilesOf(const TileMaker::Content &content, const std::vector<int> &channels)
{
    std::vector<Tile> tiles;
    tiles.reserve(channels.size());
    for (int channel : channels)
        tiles.push_back(tileOf(content, channel));
    return tiles;
}

std::size_t atOnce(const GridShape &shape)
{
    const std::int64_t cells = std::max(std::int64_t{1}, std::int64_t{shape.height} * shape.width);
    return std::clamp(static_cast<std::size_t>(valuesAtOnce / cells), std::size_t{1}, mostAtOnce);
}

} // namespace

TileMaker::TileMaker(QObject *parent)
    : QObject(parent)
{
    m_worker.setMaxThreadCount(1);
}

TileMaker::~TileMaker()
{
    m_worker.waitForDone();
}

void TileMaker::setContent(const Content &content)
{
    m_content = std::make_shared<const Content>(content);
    ++m_generation;
    m_waiting.clear();
    m_making.clear();
}

void TileMaker::request(std::vector<int> channels)
{
    m_waiting = std::move(channels);
    std::erase_if(m_waiting, [this](int channel) {
        return std::ranges::find(m_making, channel) != m_making.end();
    });
    startNext();
}

void TileMaker::startNext()
{
    if (m_running || m_waiting.empty())
        return;
    m_running = true;
    const auto count = static_cast<std::ptrdiff_t>(
        std::min(m_waiting.size(), atOnce(m_content->activation.shape)));
    const std::vector<int> channels(m_waiting.begin(), m_waiting.begin() + count);
    m_waiting.erase(m_waiting.begin(), m_waiting.begin() + count);
    m_making = channels;
    whenDone(
        this,
        QtConcurrent::run(&m_worker,
                          [content = m_content, channels] { return tilesOf(*content, channels); }),
        [this, generation = m_generation](const Expected<std::vector<Tile>> &tiles) {
            finish(generation, tiles);
        });
}

void TileMaker::finish(int generation, const Expected<std::vector<Tile>> &tiles)
{
    m_running = false;
    m_making.clear();
    if (generation == m_generation && tiles)
        emit made(*tiles);
    else if (generation == m_generation)
        emit failed(QString::fromStdString(tiles.error().message));
    startNext();
}

} // namespace inceptoscope
