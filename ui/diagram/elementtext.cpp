#include "diagram/elementtext.h"

#include "texts/numbertext.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <functional>

namespace inceptoscope {

namespace {

QString toText(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

/// What an id stands for; the outermost where a stage, its block and its layer share one.
struct Element
{
    QString name;
    std::vector<int> layers; ///< that make it up
    int trunk = -1; ///< layer it reads
    int output = -1;
    QString released;
    QString kind;

    bool isLayer() const { return layers.size() == 1; }
};

QString layerName(const Layer &layer)
{
    QString name = toText(layer.title());
    if (layer.filters > 0)
        name += QStringLiteral(" %1").arg(layer.filters);
    return name;
}

Element stageElement(const Stage &stage)
{
    Element element{toText(stage.title), {}, stage.blocks.front().trunk, stage.output(), {}, {}};
    for (const Block &block : stage.blocks)
        element.layers.insert(element.layers.end(), block.layers.begin(), block.layers.end());
    element.kind = QCoreApplication::translate("Diagram", "stage");
    if (stage.blocks.size() == 1)
        element.released = toText(stage.blocks.front().released);
    return element;
}

Element layerElement(const NetworkGraph &graph, const Block &block, int index)
{
    const Layer &layer = graph.layer(index);
    const int trunk = layer.inputs.empty() ? -1 : layer.inputs.front();
    const QString kind = QString::fromUtf8(kindName(layer.kind).data(),
                                           static_cast<qsizetype>(kindName(layer.kind).size()))
                             .replace(u'_', u' ');
    return {toText(block.title) + QStringLiteral(" · ") + layerName(layer), {index}, trunk, index,
            block.layers.size() == 1 ? toText(block.released) : QString(),  kind};
}

/// Every element with its id, in the order of the data, containers first.
void forEachElement(const NetworkGraph &graph,
                    const std::function<void(const QString &id, const Element &)> &visit)
{
    for (const Stage &stage : graph.stages()) {
        visit(toText(stage.id), stageElement(stage));
        for (const Block &block : stage.blocks) {
            const QString id = toText(block.id);
            if (block.layers.size() > 1 && block.id != stage.id)
                visit(id,
                      {toText(block.title), block.layers, block.trunk, block.output,
                       toText(block.released), QCoreApplication::translate("Diagram", "block")});
            for (const int layer : block.layers) {
                if (graph.layer(layer).id != stage.id)
                    visit(toText(graph.layer(layer).id), layerElement(graph, block, layer));
            }
        }
    }
}

/// A branch; it is not searched for, since its layers are.
Element branchElement(const NetworkGraph &graph, const QString &id)
{
    for (const Stage &stage : graph.stages()) {
        for (const Block &block : stage.blocks) {
            for (std::size_t i = 0; i < block.branches.size(); ++i) {
                const Branch &branch = block.branches[i];
                if (toText(branch.id) == id)
                    return {QCoreApplication::translate("Diagram", "%1 · branch %2")
                                .arg(toText(block.title))
                                .arg(i + 1),
                            branch.layers,
                            block.trunk,
                            branch.layers.back(),
                            {},
                            QCoreApplication::translate("Diagram", "branch")};
            }
        }
    }
    return {};
}

Element find(const NetworkGraph &graph, const QString &id)
{
    Element found;
    forEachElement(graph, [&](const QString &candidate, const Element &element) {
        if (candidate == id)
            found = element;
    });
    return found.output < 0 ? branchElement(graph, id) : found;
}

QString extentText(Extent extent)
{
    return QStringLiteral("%1×%2").arg(extent.height).arg(extent.width);
}

QString paddingText(const Layer &layer)
{
    if (layer.padding == Padding::Valid)
        return QCoreApplication::translate("Diagram", "no padding (Valid)");
    return QCoreApplication::translate("Diagram", "padding %1 (Same)")
        .arg(extentText(layer.paddingCells()));
}

/// "kernel 1×7, stride 1, padding 0×3 (Same)"; empty for layers without a kernel.
QString kernelText(const Layer &layer)
{
    if (layer.kind != LayerKind::Convolution && layer.kind != LayerKind::MaxPool
        && layer.kind != LayerKind::AveragePool)
        return {};
    return QCoreApplication::translate("Diagram", "kernel %1, stride %2, %3")
        .arg(extentText(layer.kernel))
        .arg(layer.stride)
        .arg(paddingText(layer));
}

QString gridText(const NetworkGraph &graph, const Element &element)
{
    const GridShape &in = element.trunk < 0 ? graph.input() : graph.layer(element.trunk).out;
    return QStringLiteral("%1 → %2").arg(toText(formatShape(in)),
                                         toText(formatShape(graph.layer(element.output).out)));
}

QString costText(const NetworkGraph &graph, const Element &element)
{
    qint64 parameters = 0;
    qint64 multiplyAdds = 0;
    for (const int layer : element.layers) {
        parameters += graph.layer(layer).parameters;
        multiplyAdds += graph.layer(layer).multiplyAdds;
    }
    return QCoreApplication::translate("Diagram", "%1 parameters, %2 multiply-adds")
        .arg(groupedNumber(parameters), groupedNumber(multiplyAdds));
}

QStringList describe(const NetworkGraph &graph, const QString &id)
{
    const Element element = find(graph, id);
    if (element.output < 0)
        return {};
    QStringList lines{element.name, id};
    if (!element.released.isEmpty())
        lines.last() += QStringLiteral("  (%1)").arg(element.released);
    if (element.isLayer())
        lines += kernelText(graph.layer(element.output));
    lines += gridText(graph, element);
    lines += costText(graph, element);
    lines.removeAll(QString());
    return lines;
}

} // namespace

QString elementName(const NetworkGraph &graph, const QString &id)
{
    return find(graph, id).name;
}

QString elementToolTip(const NetworkGraph &graph, const QString &id)
{
    return describe(graph, id).join(u'\n');
}

QString elementSpokenText(const NetworkGraph &graph, const QString &id)
{
    return describe(graph, id).join(QStringLiteral(", "));
}

namespace {

/// 17x17 is easier to type than 17×17, and no part of 117×17; any other word may be part of one.
std::vector<QRegularExpression> patternsOf(const QString &text)
{
    static const QRegularExpression shape(QStringLiteral("^\\d+(×\\d+)+$"));
    std::vector<QRegularExpression> patterns;
    for (const QString &typed : text.simplified().toLower().split(u' ', Qt::SkipEmptyParts)) {
        QString word = typed;
        static const QRegularExpression times(QStringLiteral("(?<=\\d)[x*](?=\\d)"));
        word.replace(times, QStringLiteral("×"));
        const QString escaped = QRegularExpression::escape(word);
        patterns.emplace_back(shape.match(word).hasMatch()
                                  ? QStringLiteral("(?<![\\d])%1(?!\\d)").arg(escaped)
                                  : escaped);
    }
    return patterns;
}

} // namespace

QList<FoundElement> findElements(const NetworkGraph &graph, const QString &text)
{
    const std::vector<QRegularExpression> patterns = patternsOf(text);
    QList<FoundElement> found;
    if (patterns.empty())
        return found;
    forEachElement(graph, [&](const QString &id, const Element &element) {
        const QString grid = toText(formatShape(graph.layer(element.output).out));
        const QString all = QStringList{element.name, id, element.released, element.kind, grid}
                                .join(u'\n')
                                .toLower();
        const auto isIn = [&](const QRegularExpression &word) { return all.contains(word); };
        if (std::ranges::all_of(patterns, isIn))
            found.append({id, element.name, grid});
    });
    return found;
}

} // namespace inceptoscope
