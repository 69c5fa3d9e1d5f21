#include "explain/explanationpane.h"

#include "activations/colourlegend.h"
#include "common/busyveil.h"
#include "common/elidedlabel.h"
#include "common/iconloader.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "common/savedialog.h"
#include "diagram/elementtext.h"
#include "explain/explainer.h"
#include "explain/explanationexport.h"
#include "explain/explanationtexts.h"
#include "explain/trunkblocks.h"
#include "explorer/explorer.h"
#include "predictions/predictionlistmodel.h"
#include "predictions/predictiontexts.h"
#include "render/saliencyimage.h"
#include "style/metrics.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <limits>
#include <ranges>

namespace inceptoscope {

namespace {

constexpr double staleShare = 0.4; ///< of its opacity that an old map keeps

QComboBox *chooser(const QString &name, const QString &toolTip)
{
    auto *box = new QComboBox;
    box->setAccessibleName(name);
    box->setToolTip(toolTip);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(6);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return box;
}

QSpinBox *pixels(const QString &name, const QString &toolTip)
{
    auto *box = new QSpinBox;
    box->setAccessibleName(name);
    box->setToolTip(toolTip);
    box->setPrefix(name + u' ');
    box->setSuffix(ExplanationPane::tr(" px"));
    box->setKeyboardTracking(false);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    return box;
}

/// "Inception-C 3 · 8×8"
QString blockText(const NetworkGraph &graph, const Block &block)
{
    return QStringLiteral("%1 · %2").arg(elementName(graph, QString::fromStdString(block.id)),
                                         gridText(graph.layer(block.output).out.grid()));
}

} // namespace

ExplanationPane::ExplanationPane(Explorer *explorer, Explainer *explainer, QWidget *parent)
    : QWidget(parent)
    , m_explorer(explorer)
    , m_explainer(explainer)
    , m_export(new ExplanationExport(this))
    , m_overlay(new QAction(tr("Show &why over the photo"), this))
    , m_header(new PaneHeader(tr("Why this answer")))
    , m_message(new MessageBar)
    , m_over(new QCheckBox(tr("Over the &photo")))
    , m_opacity(new QSlider(Qt::Horizontal))
    , m_hint(new ElidedLabel)
    , m_method(chooser(tr("Method"), tr("How it is found out which places speak for the class")))
    , m_class(chooser(tr("Class"),
                      tr("The class that is explained; a click on a prediction "
                         "chooses it too")))
    , m_classes(new PredictionListModel(this))
    , m_question(new QWidget)
    , m_places(new QStackedWidget)
    , m_block(chooser(tr("Block"), tr("The block whose output is looked at")))
    , m_side(pixels(tr("Window"), tr("Side of the square that is covered, in pixels of the input")))
    , m_stride(pixels(tr("Stride"), tr("From one window to the next, in pixels of the input")))
    , m_result(new QStackedWidget)
    , m_nothing(new ElidedLabel)
    , m_legend(new ColourLegend)
    , m_veil(new BusyVeil(m_result))
{
    setAccessibleName(m_header->title());
    addExports();
    build();
    connectControls();
    connectExplainer();
    showBlocks();
    showClasses();
    showChoices();
    showExplanation();
}

void ExplanationPane::build()
{
    m_result->addWidget(m_nothing);
    m_result->addWidget(m_legend);
    m_result->setFixedHeight(4 * gridUnit); // room for Cancel
    m_result->setObjectName(QStringLiteral("explanationResult"));
    buildPlaces();

    auto *question = new QVBoxLayout(m_question);
    question->setContentsMargins({});
    question->setSpacing(halfUnit);
    question->addLayout(questionRow());
    question->addWidget(m_places);
    question->addWidget(m_result);
    auto *content = new QVBoxLayout;
    content->setContentsMargins(gridUnit, 0, gridUnit, halfUnit);
    content->setSpacing(halfUnit);
    content->addLayout(overlayRow());
    content->addWidget(m_question);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_message);
    layout->addLayout(content);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QHBoxLayout *ExplanationPane::overlayRow()
{
    m_overlay->setCheckable(true);
    m_overlay->setShortcut(Qt::Key_Space);
    m_overlay->setShortcutContext(Qt::WidgetShortcut);
    m_over->setToolTip(
        tr("Lay a map of what speaks for the class over the photo (Space in the photo, the "
           "diagram, the residuals' plot and the strip of photos)"));
    m_opacity->setRange(0, 100);
    m_opacity->setValue(60);
    m_opacity->setAccessibleName(tr("Opacity of the map"));
    m_opacity->setToolTip(tr("Opacity of the map over the photo"));
    m_hint->setText(tr("marks what speaks for a class"));
    for (ElidedLabel *line : {m_hint, m_nothing}) {
        line->setCaption(true);
        line->setSecondary(true);
    }
    auto *row = new QHBoxLayout;
    row->setSpacing(gridUnit);
    row->addWidget(m_over);
    row->addWidget(m_opacity, 1);
    row->addWidget(m_hint, 1);
    return row;
}

QHBoxLayout *ExplanationPane::questionRow()
{
    const auto add = [this](SaliencyMethod method, const QString &toolTip) {
        m_method->addItem(methodName(method), QVariant::fromValue(method));
        m_method->setItemData(m_method->count() - 1, toolTip, Qt::ToolTipRole);
    };
    add(SaliencyMethod::GradCam,
        tr("The block's channels, weighted by how the class's logit changes with them; what speaks "
           "against the class is left out"));
    add(SaliencyMethod::ClassActivation,
        tr("The last block's channels, weighted as the linear layer weights them: exact, where "
           "nothing but the average pooling is between the two"));
    add(SaliencyMethod::Occlusion,
        tr("What covering each place costs the class: as many passes as there are windows"));
    m_classes->setLimit(std::numeric_limits<int>::max());
    m_class->setModel(m_classes);
    m_class->setMaxVisibleItems(15);
    auto *row = new QHBoxLayout;
    row->setSpacing(gridUnit);
    row->addWidget(m_method, 1);
    row->addWidget(m_class, 1);
    return row;
}

void ExplanationPane::buildPlaces()
{
    m_side->setObjectName(QStringLiteral("occlusionSide"));
    m_stride->setObjectName(QStringLiteral("occlusionStride"));
    auto *windows = new QWidget;
    auto *row = new QHBoxLayout(windows);
    row->setContentsMargins({});
    row->setSpacing(gridUnit);
    row->addWidget(m_side, 1);
    row->addWidget(m_stride, 1);
    m_places->addWidget(m_block);
    m_places->addWidget(windows);
    m_places->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ExplanationPane::addExports()
{
    const auto add = [this](const QString &text, auto run) {
        auto *action = new QAction(text, this);
        connect(action, &QAction::triggered, this, run);
        m_exports += action;
        return action;
    };
    QAction *copy = add(tr("Copy the map over the photo"), [this] {
        m_export->copy(m_explainer->explanation(), m_opacity->value() / 100.0);
    });
    copy->setIcon(themedIcon(QStringLiteral("copy")));
    add(tr("Save the map over the photo as PNG…"), [this] { saveAs("png"); });
    add(tr("Save the map's values as NPY…"), [this] { saveAs("npy"); });
    add(tr("Save the map's values as CSV…"), [this] { saveAs("csv"); });
    m_header->addActionButton(copy);
    auto *button = new QToolButton;
    button->setAutoRaise(true);
    button->setIcon(themedIcon(QStringLiteral("export")));
    button->setIconSize({iconSize, iconSize});
    button->setToolTip(tr("Save the map"));
    button->setAccessibleName(button->toolTip());
    button->addActions(m_exports.mid(1));
    button->setPopupMode(QToolButton::InstantPopup);
    m_header->addControl(button);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    addActions(m_exports);
}

void ExplanationPane::connectControls()
{
    connect(m_overlay, &QAction::toggled, m_explainer, &Explainer::setOn);
    connect(m_overlay, &QAction::toggled, m_over, &QCheckBox::setChecked);
    connect(m_over, &QCheckBox::toggled, m_overlay, &QAction::setChecked);
    connect(m_opacity, &QSlider::valueChanged, this, &ExplanationPane::showOverlay);
    connect(m_method, &QComboBox::currentIndexChanged, this,
            [this] { m_explainer->setMethod(m_method->currentData().value<SaliencyMethod>()); });
    connect(m_class, &QComboBox::activated, this, [this](int row) {
        m_explainer->setClass(m_classes->index(row).data(PredictionClassRole).toInt());
    });
    connect(m_block, &QComboBox::activated, this, &ExplanationPane::choosePlace);
    for (QSpinBox *box : {m_side, m_stride})
        connect(box, &QSpinBox::valueChanged, this, &ExplanationPane::chooseWindow);
    connect(m_veil, &BusyVeil::cancelRequested, m_explainer, &Explainer::cancel);
    connect(m_message, &MessageBar::actionTriggered, m_explainer, &Explainer::retry);
    connect(m_export, &ExplanationExport::finished, m_message, [this](const QString &sentence) {
        m_message->showMessage(MessageBar::Kind::Info, sentence);
    });
    connect(m_export, &ExplanationExport::failed, m_message, [this](const QString &sentence) {
        m_message->showMessage(MessageBar::Kind::Error, sentence);
    });
}

void ExplanationPane::connectExplainer()
{
    connect(m_explorer, &Explorer::graphChanged, this, &ExplanationPane::showBlocks);
    connect(m_explorer, &Explorer::answerChanged, this, &ExplanationPane::showClasses);
    connect(m_explainer, &Explainer::choicesChanged, this, &ExplanationPane::showChoices);
    connect(m_explainer, &Explainer::explanationChanged, this, &ExplanationPane::showExplanation);
    connect(m_explainer, &Explainer::progressChanged, m_veil, &BusyVeil::setFraction);
    connect(m_explainer, &Explainer::busyChanged, this, [this](bool busy) {
        m_veil->setBusy(busy);
        m_isStale = false;
        showExplanation();
    });
    connect(m_veil, &BusyVeil::shown, this, [this] {
        m_isStale = true;
        showOverlay();
    });
    connect(m_explainer, &Explainer::problemChanged, this, [this](const QString &sentence) {
        if (sentence.isEmpty())
            m_message->clear();
        else
            m_message->showMessage(MessageBar::Kind::Warning, sentence, tr("Try again"));
    });
}

/// The last one, what is selected, and all before the last, from the deepest on.
void ExplanationPane::showBlocks()
{
    const QSignalBlocker quiet(m_block);
    m_block->clear();
    const auto &graph = m_explorer->graph();
    if (!graph)
        return;
    const std::vector<const Block *> blocks = blocksWithPlaces(*graph);
    if (blocks.empty())
        return;
    m_block->addItem(tr("Last block: %1").arg(blockText(*graph, *blocks.back())));
    m_block->addItem(tr("What is selected in the diagram"));
    for (const Block *block : blocks | std::views::reverse | std::views::drop(1))
        m_block->addItem(blockText(*graph, *block), QString::fromStdString(block->id));
    showChoices();
}

void ExplanationPane::showClasses()
{
    const AnswerPtr &answer = m_explorer->answer();
    if (answer)
        m_classes->setPredictions(answer->predictions);
    else
        m_classes->clear();
    showChoices();
}

void ExplanationPane::showChoices()
{
    const QSignalBlocker quietBlock(m_block);
    const QSignalBlocker quietSide(m_side);
    const QSignalBlocker quietStride(m_stride);
    m_overlay->setChecked(m_explainer->isOn());
    m_method->setCurrentIndex(m_method->findData(QVariant::fromValue(m_explainer->method())));
    m_class->setCurrentIndex(m_class->findData(m_explainer->classIndex(), PredictionClassRole));
    m_class->setEnabled(m_classes->rowCount() > 0);
    const bool occludes = m_explainer->method() == SaliencyMethod::Occlusion;
    m_places->setCurrentIndex(occludes ? 1 : 0);
    const bool chooses = m_explainer->method() == SaliencyMethod::GradCam;
    m_block->setEnabled(chooses);
    const bool isBlock = chooses && m_explainer->place() == Explainer::Place::Block;
    const bool follows = chooses && m_explainer->place() == Explainer::Place::Selection;
    m_block->setCurrentIndex(isBlock ? m_block->findData(m_explainer->block()) : follows ? 1 : 0);
    const auto &graph = m_explorer->graph();
    const int most = graph ? std::min(graph->input().height, graph->input().width) : 1;
    for (QSpinBox *box : {m_side, m_stride})
        box->setRange(1, most);
    m_side->setValue(m_explainer->window().side);
    m_stride->setValue(m_explainer->window().stride);
    m_opacity->setVisible(m_explainer->isOn());
    m_hint->setVisible(!m_explainer->isOn());
    m_question->setVisible(m_explainer->isOn());
    showExplanation();
}

void ExplanationPane::choosePlace()
{
    const int row = m_block->currentIndex();
    if (row > 1)
        m_explainer->setPlace(Explainer::Place::Block, m_block->currentData().toString());
    else
        m_explainer->setPlace(row == 1 ? Explainer::Place::Selection : Explainer::Place::LastBlock);
}

void ExplanationPane::chooseWindow()
{
    m_explainer->setWindow({m_side->value(), m_stride->value()});
}

void ExplanationPane::showExplanation()
{
    const ExplanationPtr &explanation = m_explainer->explanation();
    for (QAction *action : m_exports)
        action->setEnabled(explanation != nullptr);
    m_opacity->setEnabled(!explanation || nothingText(*explanation).isEmpty());
    if (explanation) {
        const ScaleText scale = scaleTextOf(explanation->map);
        m_legend->setContent(
            {coloursOf(explanation->map.method), scale.low, scale.high, scale.words, false});
        m_header->setDetail(
            tr("%1 · %2").arg(className(*explanation), gridText(explanation->map.grid)));
        m_header->setToolTip(tr("Found in %1").arg(durationText(explanation->milliseconds)));
        m_nothing->setText(nothingText(*explanation));
        m_result->setCurrentWidget(m_nothing->text().isEmpty() ? static_cast<QWidget *>(m_legend)
                                                               : m_nothing);
    } else {
        m_header->setDetail({});
        m_header->setToolTip({});
        m_nothing->setText(m_explorer->answer() ? QString()
                                                : tr("The map appears with an answer to a photo"));
        m_result->setCurrentWidget(m_nothing);
    }
    showOverlay();
}

/// What fills in as it goes is not old.
void ExplanationPane::showOverlay()
{
    const ExplanationPtr &explanation = m_explainer->explanation();
    const bool isOld = m_isStale && explanation && explanation->isComplete();
    emit overlayChanged(explanation ? explanation->picture : QImage(),
                        m_opacity->value() / 100.0 * (isOld ? staleShare : 1.0));
}

void ExplanationPane::saveAs(const QString &suffix)
{
    askWhereToSave(this, {tr("Save the map"), QStringLiteral("why"), {suffix}},
                   [this](const QString &path) { save(path); });
}

void ExplanationPane::save(const QString &path)
{
    const ExplanationPtr explanation = m_explainer->explanation();
    if (!explanation) // gone while it was asked where to
        return;
    if (path.endsWith(QStringLiteral(".npy"), Qt::CaseInsensitive))
        m_export->saveNpy(path, explanation);
    else if (path.endsWith(QStringLiteral(".csv"), Qt::CaseInsensitive))
        m_export->saveCsv(path, explanation);
    else
        m_export->savePng(path, explanation, m_opacity->value() / 100.0);
}

QVariantMap ExplanationPane::settings() const
{
    return {{QStringLiteral("method"), static_cast<int>(m_explainer->method())},
            {QStringLiteral("opacity"), m_opacity->value()},
            {QStringLiteral("over"), m_explainer->isOn()}};
}

void ExplanationPane::restore(const QVariantMap &settings)
{
    const auto number = [&](const QString &key) {
        bool isNumber = false;
        const int value = settings.value(key).toInt(&isNumber);
        return isNumber ? value : -1;
    };
    const auto method = static_cast<SaliencyMethod>(number(QStringLiteral("method")));
    if (m_method->findData(QVariant::fromValue(method)) >= 0)
        m_explainer->setMethod(method);
    if (const int opacity = number(QStringLiteral("opacity")); opacity >= 0)
        m_opacity->setValue(opacity);
    m_explainer->setOn(settings.value(QStringLiteral("over"), m_explainer->isOn()).toBool());
}

QString ExplanationPane::legendText() const
{
    return m_legend->text();
}

QString ExplanationPane::toText() const
{
    QStringList lines{m_header->title(), m_header->detail(), m_message->message()};
    if (m_explainer->explanation())
        lines += m_nothing->text();
    lines.removeAll(QString());
    return lines.join(u'\n');
}

} // namespace inceptoscope
