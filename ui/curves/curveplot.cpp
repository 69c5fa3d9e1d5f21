#include "curves/curveplot.h"

#include "common/iconloader.h"
#include "curves/curvecursor.h"
#include "curves/curvelegenditem.h"
#include "curves/curvesplottable.h"
#include "curves/curvetexts.h"
#include "curves/plotexport.h"
#include "curves/plotsaver.h"
#include "curves/plotstyle.h"
#include "curves/plottickers.h"
#include "style/metrics.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <qcustomplot.h>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QScopedValueRollback>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace inceptoscope {

namespace {

constexpr int focusFrame = 2; // pixels around the plot
constexpr int legendRows = 12;
constexpr std::size_t mostNamed = 24; // curves; a legend of more would cover them
constexpr int anyWidth = 1'000'000; // pixels
constexpr int smallestBox = gridUnit; // a narrower one zooms along the other axis only
constexpr double zoomStep = 0.8;
constexpr double panStep = 0.1; // of what is seen

QString sizeText(const QSize &size)
{
    return QStringLiteral("%1 × %2").arg(size.width()).arg(size.height());
}

bool isShortcut(const QKeyEvent *event, const QAction *action)
{
    return QKeySequence(event->keyCombination()) == action->shortcut();
}

void applyScale(QCPAxis &axis, bool logarithmic)
{
    axis.setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
}

} // namespace

CurvePlot::CurvePlot(QWidget *parent)
    : QWidget(parent)
    , m_plot(new QCustomPlot(this))
    , m_lines(new CurvesPlottable(m_plot->xAxis, m_plot->yAxis))
    , m_cursor(new CurveCursor(m_plot))
    , m_note(new QLabel(this))
    , m_fitAction(new QAction(themedIcon(QStringLiteral("fit")), tr("&Fit all in"), this))
    , m_copyAction(new QAction(tr("&Copy picture"), this))
    , m_saver(
          new PlotSaver([this] { return CurvePicture{m_curves, m_scales, ranges(), {}}; }, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(focusFrame, focusFrame, focusFrame, focusFrame);
    layout->addWidget(m_plot);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(40 * gridUnit, 24 * gridUnit);
    setAccessibleName(tr("Training curves"));
    m_emptyNote = tr("No curve to draw: check a run, a metric, and validation or training. "
                     "A run may not have logged every metric.");
    m_note->setAlignment(Qt::AlignCenter);
    m_note->setWordWrap(true);
    m_note->setAttribute(Qt::WA_TransparentForMouseEvents);
    buildPlot();
    buildActions();
    connectPlot();
    applyStyle(); // and with it no curves
}

void CurvePlot::buildPlot()
{
    m_plot->setFocusPolicy(Qt::NoFocus); // a click gives it to this widget
    m_plot->setAttribute(Qt::WA_NoMousePropagation, false); // the menu is this widget's
    m_plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    m_plot->setNoAntialiasingOnDrag(false);
    m_plot->xAxis->setNumberFormat(QStringLiteral("g"));
    m_plot->xAxis->setNumberPrecision(7); // of whole steps
    applyTicks();
    m_plot->yAxis->setNumberFormat(QStringLiteral("g"));
    m_plot->axisRect()->insetLayout()->setInsetAlignment(0, Qt::AlignTop | Qt::AlignRight);
    m_plot->legend->setVisible(true);
    m_plot->legend->setFillOrder(QCPLegend::foRowsFirst);
    m_plot->legend->setWrap(legendRows);
    m_plot->legend->setRowSpacing(0);
    m_plot->installEventFilter(this);
}

void CurvePlot::buildActions()
{
    m_fitAction->setShortcut(Qt::Key_0);
    m_copyAction->setShortcut(QKeySequence::Copy);
    for (QAction *action : {m_fitAction, m_saver->pictureAction(), m_copyAction}) {
        action->setShortcutContext(Qt::WidgetShortcut);
        addAction(action);
    }
    m_fitAction->setToolTip(tr(
        "Fit all curves in (0, or double-click)\nTo look closer, draw a box or use the wheel, over "
        "an axis along that axis; hold Shift to pan\nA click, or D, pins a place; values elsewhere "
        "are then compared with it"));
    connect(m_fitAction, &QAction::triggered, this, &CurvePlot::fit);
    connect(m_copyAction, &QAction::triggered, this, &CurvePlot::copy);
}

void CurvePlot::connectPlot()
{
    const auto looksCloser = [this] {
        if (m_fitting)
            return;
        m_fitted = false;
        m_cursor->hide();
    };
    connect(m_plot->xAxis, qOverload<const QCPRange &>(&QCPAxis::rangeChanged), this, looksCloser);
    connect(m_plot->xAxis, qOverload<const QCPRange &>(&QCPAxis::rangeChanged), this,
            [this](const QCPRange &range) { emit placesChanged(range.lower, range.upper); });
    connect(m_plot->yAxis, qOverload<const QCPRange &>(&QCPAxis::rangeChanged), this, looksCloser);
    connect(m_plot, &QCustomPlot::mousePress, this, &CurvePlot::beginDrag);
    connect(m_plot, &QCustomPlot::mouseRelease, this, &CurvePlot::endClick);
    connect(m_plot, &QCustomPlot::mouseDoubleClick, this, &CurvePlot::fitInstead);
    connect(m_plot, &QCustomPlot::mouseMove, this,
            [this](const QMouseEvent *event) { m_cursor->follow(event->pos()); });
    connect(m_cursor, &CurveCursor::textChanged, this, &QWidget::setAccessibleDescription);
    connect(m_plot->selectionRect(), &QCPSelectionRect::accepted, this, &CurvePlot::zoomInto);
}

void CurvePlot::setCurves(const CurveSet &curves)
{
    const bool isOther = curves.yTitle != m_curves.yTitle || curves.axis != m_curves.axis;
    m_curves = curves;
    if (isOther)
        applyTicks();
    m_lines->setCurves(m_curves, Theme::fromPalette(palette()));
    fillLegend();
    m_plot->xAxis->setLabel(m_curves.xTitle);
    m_plot->yAxis->setLabel(m_curves.yTitle);
    const bool isEmpty = m_curves.series.empty();
    m_plot->legend->setVisible(!isEmpty);
    tellWhyEmpty();
    for (QAction *action :
         {m_fitAction, m_saver->pictureAction(), m_saver->valuesAction(), m_copyAction})
        action->setEnabled(!isEmpty);
    if (m_fitted || isOther)
        fitRanges();
    m_cursor->setCurves(m_curves);
    addReferences(); // behind the cursor, which takes all items out
    replot();
}

void CurvePlot::tellWhyEmpty()
{
    const std::size_t count = m_curves.series.size();
    const bool isBelow = count > 0 && curvesBelowLogarithms(m_curves, m_scales) == count;
    m_note->setVisible(count == 0 || isBelow);
    if (isBelow)
        m_note->setText(tr("A logarithmic axis shows only what is above zero, and no curve has "
                           "anything there. Curves: %1.")
                            .arg(count));
    else if (count == 0 && m_curves.withoutPlace > 0)
        m_note->setText(tr("The logs do not know their places on this axis. Choose another one in "
                           "the menu Axes."));
    else
        m_note->setText(m_emptyNote);
}

/// Named together below the curves: some of the lines stand close.
void CurvePlot::addReferences()
{
    if (m_curves.references.empty())
        return;
    const Theme theme = Theme::fromPalette(palette());
    QStringList names;
    for (const ReferenceLine &line : m_curves.references) {
        auto *across = new QCPItemStraightLine(m_plot);
        across->point1->setCoords(0, line.value);
        across->point2->setCoords(1, line.value);
        styleReference(*across, theme);
        names += tr("%1 %2 %").arg(line.label).arg(line.value, 0, 'f', 1);
    }
    constexpr qsizetype namesInALine = 2;
    for (qsizetype i = namesInALine; i < names.size(); i += namesInALine + 1)
        names[i].prepend(u'\n');
    auto *label = new QCPItemText(m_plot);
    label->position->setType(QCPItemPosition::ptAxisRectRatio);
    label->position->setCoords(0.01, 0.98);
    label->setPositionAlignment(Qt::AlignBottom | Qt::AlignLeft);
    label->setTextAlignment(Qt::AlignLeft);
    label->setText(tr("Lines, the paper's: %1")
                       .arg(names.join(QStringLiteral(", "))
                                .replace(QStringLiteral(", \n"), QStringLiteral(",\n"))));
    styleReferenceNames(*label, theme, font());
}

void CurvePlot::alignWith(CurvePlot *other)
{
    auto *group = new QCPMarginGroup(m_plot);
    m_plot->axisRect()->setMarginGroup(QCP::msLeft | QCP::msRight, group);
    other->m_plot->axisRect()->setMarginGroup(QCP::msLeft | QCP::msRight, group);
}

void CurvePlot::showPlaces(double from, double to)
{
    const QScopedValueRollback fitting(m_fitting, true);
    m_cursor->hide();
    m_plot->xAxis->setRange(from, to);
    replot();
}

/// How many curves are named, so that the others are seen: in at most some two fifths of the height
/// and half of the width.
std::size_t CurvePlot::legendRoom()
{
    constexpr double shareOfHeight = 0.4;
    constexpr double shareOfWidth = 0.55;
    if (m_isLegendAbove)
        return mostNamed;
    const QFontMetrics metrics(captionFont(font()));
    int widest = 1;
    for (std::size_t i = 0; i < std::min(m_curves.series.size(), mostNamed); ++i)
        widest =
            std::max(widest, metrics.horizontalAdvance(m_curves.series[i].label) + 6 * gridUnit);
    const int rows = std::clamp(static_cast<int>(shareOfHeight * height()) / (metrics.height() + 2),
                                3, legendRows);
    const int columns = std::max(1, static_cast<int>(shareOfWidth * width()) / widest);
    m_plot->legend->setWrap(rows);
    return std::min(mostNamed, static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
}

void CurvePlot::fillLegend()
{
    const Theme theme = Theme::fromPalette(palette());
    const std::size_t count = m_curves.series.size();
    const std::size_t most = legendRoom();
    const std::size_t named = count > most ? most - 1 : count;
    m_plot->legend->clear();
    for (std::size_t i = 0; i < named; ++i) {
        const CurveSeries &series = m_curves.series[i];
        m_plot->legend->addItem(
            new CurveLegendItem(m_plot->legend, series.label, curvePen(series, theme)));
    }
    if (named < count)
        m_plot->legend->addItem(new CurveLegendItem(
            m_plot->legend, tr("and %1 more").arg(count - named), QPen(Qt::NoPen)));
}

void CurvePlot::setCurves(const CurveSet &curves, const CurveScales &scales)
{
    if (scales == m_scales)
        return setCurves(curves);
    m_fitted = true;
    m_curves = curves;
    setScales(scales);
    setCurves(curves);
}

void CurvePlot::setScales(const CurveScales &scales)
{
    m_scales = scales;
    applyScale(*m_plot->xAxis, scales.xLogarithmic);
    applyScale(*m_plot->yAxis, scales.yLogarithmic);
    applyTicks();
    tellWhyEmpty();
    fit();
}

void CurvePlot::applyTicks()
{
    m_plot->xAxis->setTicker(tickerOf(m_curves.axis, m_scales.xLogarithmic));
    m_plot->yAxis->setTicker(valueTicker(m_scales.yLogarithmic));
}

void CurvePlot::putLegendAbove(int rows)
{
    m_isLegendAbove = true;
    QCPLegend *legend = m_plot->legend;
    m_plot->axisRect()->insetLayout()->take(legend);
    m_plot->plotLayout()->insertRow(0);
    m_plot->plotLayout()->addElement(0, 0, legend);
    m_plot->plotLayout()->setRowStretchFactor(0, 0.001); // as low as it can be
    legend->setWrap(rows);
    // An empty legend has no width, and what is below it would have none either.
    legend->setMaximumSize(anyWidth, QWIDGETSIZE_MAX);
    applyStyle();
}

void CurvePlot::setEmptyNote(const QString &note)
{
    m_emptyNote = note;
    tellWhyEmpty();
}

CurveRanges CurvePlot::ranges() const
{
    const QCPRange x = m_plot->xAxis->range();
    const QCPRange y = m_plot->yAxis->range();
    return {x.lower, x.upper, y.lower, y.upper};
}

void CurvePlot::fit()
{
    m_cursor->hide();
    fitRanges();
    replot();
}

void CurvePlot::fitRanges()
{
    const QScopedValueRollback fitting(m_fitting, true);
    const CurveRanges ranges = fittedRanges(m_curves, m_scales);
    m_plot->xAxis->setRange(ranges.xFrom, ranges.xTo);
    m_plot->yAxis->setRange(ranges.yFrom, ranges.yTo);
    m_fitted = true;
}

/// In the plane a drag draws a box; with Shift, or along an axis, QCustomPlot pans.
void CurvePlot::beginDrag(const QMouseEvent *event)
{
    const bool drawsBox = event->button() == Qt::LeftButton
        && !event->modifiers().testFlag(Qt::ShiftModifier)
        && m_plot->axisRect()->rect().contains(event->pos());
    m_plot->setSelectionRectMode(drawsBox ? QCP::srmCustom : QCP::srmNone);
    m_cursor->hide();
    m_pinnedBefore = m_cursor->pinned();
    m_pressed = drawsBox ? std::optional(event->pos()) : std::nullopt;
}

/// What was no box, for it would be too small, is a click.
void CurvePlot::endClick(const QMouseEvent *event)
{
    const auto pressed = std::exchange(m_pressed, std::nullopt);
    if (!pressed || event->button() != Qt::LeftButton)
        return;
    const QRect box = QRect(*pressed, event->pos()).normalized();
    if (box.width() >= smallestBox || box.height() >= smallestBox)
        return;
    m_cursor->pinAt(event->pos());
}

/// Of a double click the first one pinned a place.
void CurvePlot::fitInstead()
{
    m_pressed.reset();
    m_cursor->pin(m_pinnedBefore);
    fit();
}

void CurvePlot::pinOrLift()
{
    if (m_cursor->pinned())
        m_cursor->pin(std::nullopt);
    else if (m_cursor->place())
        m_cursor->pin(m_cursor->place());
}

void CurvePlot::addPinAction(QMenu *menu, const std::optional<double> &place)
{
    if (m_cursor->pinned()) {
        menu->addAction(tr("&Lift the pin"), Qt::Key_D, m_cursor,
                        [this] { m_cursor->pin(std::nullopt); });
        return;
    }
    QAction *pin =
        menu->addAction(tr("&Pin %1").arg(place ? placeText(m_curves, *place) : tr("place")),
                        Qt::Key_D, m_cursor, [this, place] { m_cursor->pin(place); });
    pin->setEnabled(place.has_value());
}

void CurvePlot::zoomInto(const QRect &box)
{
    const QRect within = box.normalized() & m_plot->axisRect()->rect();
    if (within.width() >= smallestBox) {
        m_plot->xAxis->setRange(m_plot->xAxis->pixelToCoord(within.left()),
                                m_plot->xAxis->pixelToCoord(within.right()));
    }
    if (within.height() >= smallestBox) {
        m_plot->yAxis->setRange(m_plot->yAxis->pixelToCoord(within.bottom()),
                                m_plot->yAxis->pixelToCoord(within.top()));
    }
    replot();
}

void CurvePlot::zoomBy(double factor)
{
    m_plot->xAxis->scaleRange(factor);
    m_plot->yAxis->scaleRange(factor);
    replot();
}

/// By shares of what is seen, in pixels so that a logarithmic axis moves evenly.
void CurvePlot::pan(double columns, double rows)
{
    const QRect rect = m_plot->axisRect()->rect();
    const double dx = columns * rect.width();
    const double dy = rows * rect.height();
    m_plot->xAxis->setRange(m_plot->xAxis->pixelToCoord(rect.left() + dx),
                            m_plot->xAxis->pixelToCoord(rect.right() + dx));
    m_plot->yAxis->setRange(m_plot->yAxis->pixelToCoord(rect.bottom() + dy),
                            m_plot->yAxis->pixelToCoord(rect.top() + dy));
    replot();
}

QString CurvePlot::valuesText() const
{
    return m_cursor->text();
}

void CurvePlot::copy()
{
    const CursorAway away(m_cursor);
    QGuiApplication::clipboard()->setImage(plotPicture(*m_plot));
}

void CurvePlot::replot()
{
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void CurvePlot::applyStyle()
{
    const Theme theme = Theme::fromPalette(palette());
    stylePlot(*m_plot, theme, font());
    if (m_isLegendAbove)
        m_plot->legend->setBorderPen(Qt::NoPen);
    QPalette note = m_note->palette();
    note.setColor(QPalette::WindowText, theme.secondaryText);
    m_note->setPalette(note);
    setCurves(CurveSet(m_curves)); // their colours follow, too
}

void CurvePlot::applyPixelRatio()
{
    if (m_plot->bufferDevicePixelRatio() == devicePixelRatioF())
        return;
    m_plot->setBufferDevicePixelRatio(devicePixelRatioF());
    replot();
}

bool CurvePlot::event(QEvent *event)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 6, 0)
    if (event->type() == QEvent::DevicePixelRatioChange)
        applyPixelRatio();
#endif
    if (event->type() == QEvent::ScreenChangeInternal)
        applyPixelRatio();
    if (event->type() == QEvent::ShortcutOverride && isOwnKey(static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

/// The keys that mean the plot while it has the focus, whatever they mean in the window.
bool CurvePlot::isOwnKey(const QKeyEvent *event) const
{
    return isShortcut(event, m_fitAction) || isShortcut(event, m_saver->pictureAction())
        || isShortcut(event, m_copyAction)
        || (event->key() == Qt::Key_D && event->modifiers() == Qt::NoModifier);
}

void CurvePlot::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyStyle();
    QWidget::changeEvent(event);
}

void CurvePlot::contextMenuEvent(QContextMenuEvent *event)
{
    const auto place = event->reason() == QContextMenuEvent::Mouse
        ? m_cursor->placeAt(m_plot->mapFrom(this, event->pos()))
        : m_cursor->place();
    m_cursor->hide();
    m_copyAction->setText(
        tr("&Copy picture (%1 pixels)").arg(sizeText(m_plot->size() * pictureScale)));
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addPinAction(menu, place);
    menu->addActions(
        {m_fitAction, m_copyAction, m_saver->pictureAction(), m_saver->valuesAction()});
    menu->popup(event->globalPos());
}

bool CurvePlot::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_plot && event->type() == QEvent::Leave)
        m_cursor->hide();
    return QWidget::eventFilter(watched, event);
}

void CurvePlot::focusInEvent(QFocusEvent *event)
{
    update();
    QWidget::focusInEvent(event);
}

void CurvePlot::focusOutEvent(QFocusEvent *event)
{
    m_cursor->hide();
    update();
    QWidget::focusOutEvent(event);
}

void CurvePlot::keyPressEvent(QKeyEvent *event)
{
    const bool pans = event->modifiers().testFlag(Qt::ShiftModifier);
    for (QAction *action : {m_fitAction, m_saver->pictureAction(), m_copyAction}) {
        if (isShortcut(event, action))
            return action->trigger();
    }
    switch (event->key()) {
    case Qt::Key_Left:
        return pans ? pan(-panStep, 0) : m_cursor->step(-1);
    case Qt::Key_Right:
        return pans ? pan(panStep, 0) : m_cursor->step(1);
    case Qt::Key_Up:
        return pan(0, -panStep);
    case Qt::Key_Down:
        return pan(0, panStep);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomBy(zoomStep);
    case Qt::Key_Minus:
        return zoomBy(1 / zoomStep);
    case Qt::Key_Escape:
        return leave();
    case Qt::Key_D:
        return pinOrLift();
    default:
        QWidget::keyPressEvent(event);
    }
}

/// Step by step: the box that is drawn, the pin, the values.
void CurvePlot::leave()
{
    if (std::exchange(m_pressed, std::nullopt))
        m_plot->selectionRect()->cancel();
    else if (m_cursor->pinned())
        m_cursor->pin(std::nullopt);
    else
        m_cursor->hide();
}

/// The frame that shows where the keys go.
void CurvePlot::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::fromPalette(palette());
    QPainter painter(this);
    painter.fillRect(rect(), theme.background);
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 1));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void CurvePlot::resizeEvent(QResizeEvent *event)
{
    m_cursor->hide();
    fillLegend();
    m_note->setGeometry(rect().adjusted(6 * gridUnit, 0, -6 * gridUnit, 0));
    QWidget::resizeEvent(event);
}

void CurvePlot::showEvent(QShowEvent *event)
{
    applyPixelRatio();
    QWidget::showEvent(event);
}

} // namespace inceptoscope
