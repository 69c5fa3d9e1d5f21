#include "compare/comparedplaces.h"

#include "compare/comparison.h"
#include "explorer/explorer.h"

#include <QScopedValueRollback>

#include <algorithm>

namespace inceptoscope {

namespace {

using Side = std::optional<PlaceInNetwork> AlignedPlaces::*;

int rowOf(const std::vector<AlignedPlaces> &rows, const std::string &element,
          Side side = &AlignedPlaces::a)
{
    const auto found = std::ranges::find_if(
        rows, [&](const AlignedPlaces &row) { return holds(row.*side, element); });
    return found == rows.end() ? -1 : static_cast<int>(found - rows.begin());
}

const AlignedPlaces &rowAt(const std::vector<AlignedPlaces> &rows, int row)
{
    return rows[static_cast<std::size_t>(row)];
}

std::string idOf(const std::optional<PlaceInNetwork> &place)
{
    return place ? place->id : std::string();
}

const Activation *activationOf(const AnswerPtr &answer, const std::optional<PlaceInNetwork> &place)
{
    if (!answer || !place)
        return nullptr;
    const auto found = answer->activations.captured.find(answer->graph.outputOf(place->id));
    return found == answer->activations.captured.end() ? nullptr : &found->second;
}

} // namespace

ComparedPlaces::ComparedPlaces(Comparison *comparison, QObject *parent)
    : QObject(parent)
    , m_comparison(comparison)
{
    connect(comparison, &Comparison::networkChanged, this, &ComparedPlaces::update);
    connect(comparison->explorer(), &Explorer::graphChanged, this, &ComparedPlaces::update);
    connect(comparison->explorer()->selection(), &Selection::elementChanged, this,
            &ComparedPlaces::follow);
    update();
}

/// Stays where it was where the networks have such a place. That of A counts, or that of B while A
/// has none at all: at an input size that is too small for it.
void ComparedPlaces::update()
{
    const AlignedPlaces before = place();
    const auto &a = m_comparison->explorer()->graph();
    const auto &b = m_comparison->graph();
    std::vector<AlignedPlaces> stages = alignedStages(a, b);
    const QString element = m_comparison->explorer()->selection()->element();
    const Side side = a ? &AlignedPlaces::a : &AlignedPlaces::b;
    const std::string kept = a && !before.a ? element.toStdString() : idOf(before.*side);
    const int found = rowOf(stages, kept, side);
    const int usual = m_stage < 0 ? 1 : m_stage; // the first after the stem
    m_stage = found >= 0 ? found : std::min(usual, static_cast<int>(stages.size()) - 1);
    m_stages = std::move(stages);
    updateBlocks();
    if (const int block = rowOf(m_blocks, idOf(before.*side), side); block >= 0)
        m_block = block;
    emit stagesChanged();
    emit placeChanged();
}

void ComparedPlaces::updateBlocks()
{
    m_blocks.clear();
    if (m_stage >= 0) {
        const AlignedPlaces &stage = rowAt(m_stages, m_stage);
        m_blocks = alignedBlocks(m_comparison->explorer()->graph(), idOf(stage.a),
                                 m_comparison->graph(), idOf(stage.b));
    }
    m_block = static_cast<int>(m_blocks.size()) - 1;
}

void ComparedPlaces::setStage(int stage)
{
    if (stage == m_stage || stage < 0 || stage >= static_cast<int>(m_stages.size()))
        return;
    m_stage = stage;
    updateBlocks();
    tellExplorer();
    emit placeChanged();
}

void ComparedPlaces::setBlock(int block)
{
    if (block == m_block || block < 0 || block >= static_cast<int>(m_blocks.size()))
        return;
    m_block = block;
    tellExplorer();
    emit placeChanged();
}

AlignedPlaces ComparedPlaces::place() const
{
    return m_block < 0 ? AlignedPlaces() : rowAt(m_blocks, m_block);
}

void ComparedPlaces::tellExplorer()
{
    const QScopedValueRollback telling(m_isTelling, true);
    if (const auto &a = place().a)
        m_comparison->explorer()->selection()->setElement(QString::fromStdString(a->id));
}

/// What the person selects elsewhere is looked at here, too.
void ComparedPlaces::follow(const QString &element)
{
    const std::string id = element.toStdString();
    const int stage = m_isTelling ? -1 : rowOf(m_stages, id);
    if (stage < 0)
        return;
    m_stage = stage;
    updateBlocks();
    if (const int block = rowOf(m_blocks, id); block >= 0 && id != idOf(rowAt(m_stages, stage).a))
        m_block = block;
    emit placeChanged();
}

const Activation *ComparedPlaces::activationA() const
{
    return activationOf(m_comparison->explorer()->answer(), place().a);
}

const Activation *ComparedPlaces::activationB() const
{
    return activationOf(m_comparison->answer(), place().b);
}

} // namespace inceptoscope
