#include "predictions/predictionspane.h"

#include "common/busyveil.h"
#include "common/elidedlabel.h"
#include "common/emptystate.h"
#include "common/iconloader.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "images/croprectangle.h"
#include "predictions/largephoto.h"
#include "predictions/photoview.h"
#include "predictions/predictiondelegate.h"
#include "predictions/predictionlistmodel.h"
#include "predictions/predictiontexts.h"
#include "style/metrics.h"

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QListView>
#include <QResizeEvent>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace inceptoscope {

namespace {

constexpr int mostRowsWithoutScrolling = 10;
constexpr int fewestRows = 5; ///< in a small window, where the others are scrolled to
constexpr int leastHeightBeside = 9 * gridUnit; ///< of a photo beside the classes
/// Of the height, photo and classes have shares as large as they can use; what then is left stays
/// empty.
constexpr int photoStretch = 3000;
constexpr int answerStretch = 2000;
constexpr double photoShare = 0.6;
constexpr int leastWidthBeside = 60 * gridUnit; ///< of both
constexpr double worthMoving = 1.2; ///< as high as before

/// "10 classes · 128×128 · forward 12 ms": a network sees nothing but its classes.
QString timeText(const Answer &answer)
{
    const GridShape input = answer.graph.input();
    return PredictionsPane::tr("%1 classes · %2×%3 · forward %4")
        .arg(QString::number(answer.predictions.size()), QString::number(input.height),
             QString::number(input.width), durationText(answer.forwardMilliseconds));
}

QString timeToolTip(const Answer &answer)
{
    return PredictionsPane::tr("Preparing the photo took %1, running the network %2; its input is "
                               "%3 pixels high and %4 wide")
        .arg(durationText(answer.preprocessMilliseconds), durationText(answer.forwardMilliseconds),
             QString::number(answer.graph.input().height),
             QString::number(answer.graph.input().width));
}

QString titleOf(const QString &photo, const QString &network)
{
    QStringList parts{photo, network};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(" · "));
}

} // namespace

/// A list that would have all of its rows and gives way where there is no room.
class RowsView : public QListView
{
public:
    using QListView::QListView;

    void setRows(int rows, int rowHeight)
    {
        m_all = rows * rowHeight;
        m_fewest = std::min(rows, fewestRows) * rowHeight;
        setMaximumHeight(m_all);
        updateGeometry();
    }

    QSize sizeHint() const override { return {QListView::sizeHint().width(), m_all}; }
    QSize minimumSizeHint() const override
    {
        return {QListView::minimumSizeHint().width(), m_fewest};
    }

private:
    int m_all = 0;
    int m_fewest = 0;
};

PredictionsPane::PredictionsPane(QWidget *parent)
    : QWidget(parent)
    , m_enlarge(
          new QAction(themedIcon(QStringLiteral("maximise")), tr("Show the Photo Large"), this))
    , m_predictions(new PredictionListModel(this))
    , m_header(new PaneHeader(tr("Predictions"), this))
    , m_problem(new MessageBar(this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_content(new QWidget(this))
    , m_photo(new PhotoView(m_content))
    , m_photoLine(new ElidedLabel(m_content))
    , m_answer(new QWidget(m_content))
    , m_bars(new RowsView(m_answer))
    , m_time(new ElidedLabel(m_answer))
    , m_veil(new BusyVeil(m_content))
    , m_copy(new QAction(tr("&Copy predictions"), this))
{
    setAccessibleName(m_header->title());
    buildContent();
    build();
    addActions();
    connect(m_problem, &MessageBar::actionTriggered, this, &PredictionsPane::actionTriggered);
    connect(m_empty, &EmptyState::actionTriggered, this, &PredictionsPane::openRequested);
    for (auto chosen : {&QListView::clicked, &QListView::activated}) {
        connect(m_bars, chosen, this, [this](const QModelIndex &index) {
            emit classChosen(index.data(PredictionClassRole).toInt());
        });
    }
    connect(m_veil, &BusyVeil::cancelRequested, this, &PredictionsPane::cancelRequested);
    showEmpty();
}

void PredictionsPane::build()
{
    m_problem->setClosable(false); // it goes when it is solved
    m_empty->setContent(
        QStringLiteral("image"),
        tr("Drop a photo anywhere on the window to see what the network makes of it"),
        tr("Open sample photos"));
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_problem);
    layout->addWidget(m_pages, 1);
}

void PredictionsPane::buildContent()
{
    m_photoLine->setSecondary(true);
    m_photoLine->setElideMode(Qt::ElideMiddle);
    m_time->setSecondary(true);
    for (ElidedLabel *caption : {m_photoLine, m_time})
        caption->setCaption(true);
    m_bars->setModel(m_predictions);
    m_bars->setItemDelegate(new PredictionDelegate(m_bars));
    m_bars->setUniformItemSizes(true);
    m_bars->setFrameShape(QFrame::NoFrame);
    m_bars->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_bars->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_bars->setAccessibleName(tr("Predictions"));
    m_bars->viewport()->setAutoFillBackground(false);
    fitBars();

    auto *answer = new QVBoxLayout(m_answer);
    answer->setContentsMargins({});
    answer->setSpacing(halfUnit);
    answer->addWidget(m_bars);
    answer->addWidget(m_time);
    auto *photo = new QVBoxLayout;
    photo->setSpacing(halfUnit);
    photo->addWidget(m_photo, 1);
    photo->addWidget(m_photoLine);
    m_parts = new QVBoxLayout(m_content);
    m_parts->setContentsMargins(gridUnit, 0, gridUnit, gridUnit);
    m_parts->setSpacing(halfUnit);
    m_parts->addLayout(photo, photoStretch);
    m_parts->addWidget(m_answer, answerStretch);
    m_parts->addStretch(1);
    m_answer->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

void PredictionsPane::setPhotoBeside()
{
    m_isAlwaysBeside = true;
    m_photo->setMinimumHeight(leastHeightBeside);
    arrange();
}

/// Below the header and a problem.
QSize PredictionsPane::contentRoom() const
{
    const int problem = m_problem->isHidden() ? 0 : m_problem->sizeHint().height();
    return {width() - 2 * gridUnit,
            height() - m_header->sizeHint().height() - problem - m_photoLine->sizeHint().height()
                - gridUnit - halfUnit};
}

double PredictionsPane::photoHeightAbove(QSize room) const
{
    const int others = m_time->sizeHint().height() + 2 * halfUnit;
    const double shared = room.height() - others;
    const double left = shared - m_bars->minimumSizeHint().height();
    return std::min({photoShare * shared, left, 0.75 * room.width()});
}

double PredictionsPane::photoHeightBeside(QSize room) const
{
    return std::min(1.0 * room.height(), 0.75 * (room.width() - 2 * gridUnit) / 2.0);
}

/// The photo where it is larger, and as high as suits its width, so that the answer stands right
/// below it.
void PredictionsPane::arrange()
{
    const QSize room = contentRoom();
    const bool isWide = width() >= leastWidthBeside && !m_answer->isHidden();
    const bool beside = m_isAlwaysBeside
        || (isWide && photoHeightBeside(room) > worthMoving * photoHeightAbove(room));
    m_photo->setMaximumHeight(width() * 3 / 4);
    m_parts->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_parts->setSpacing(beside ? 2 * gridUnit : halfUnit);
    m_parts->setAlignment(m_answer, beside ? Qt::AlignTop : Qt::Alignment());
    m_parts->setStretch(0, beside ? (m_isAlwaysBeside ? 2 : 1) : photoStretch);
    m_parts->setStretch(1, beside ? (m_isAlwaysBeside ? 3 : 1) : answerStretch);
    m_parts->setStretch(2, beside ? 0 : 1);
}

bool PredictionsPane::isPhotoEnlarged() const
{
    return m_large != nullptr;
}

void PredictionsPane::setPhotoEnlarged(bool enlarged)
{
    if (enlarged == isPhotoEnlarged() || (enlarged && m_photo->picture().isNull()))
        return;
    m_enlarge->setChecked(enlarged);
    if (!enlarged) {
        const bool focused = m_large->isAncestorOf(m_large->window()->focusWidget());
        m_large->hide();
        m_large->deleteLater();
        m_large.clear();
        if (focused)
            m_photo->setFocus();
        return;
    }
    // A pane may stand in a window of its own.
    QWidget *room = m_photoRoom && m_photoRoom->window() == window() ? m_photoRoom.data() : this;
    m_large = new LargePhoto(m_photo, room);
    m_large->setText(m_photoLine->text());
    connect(m_large, &LargePhoto::backRequested, this, [this] { setPhotoEnlarged(false); });
    m_large->show();
    m_large->raise();
    m_large->setFocus();
}

void PredictionsPane::addActions()
{
    m_header->addActionButton(m_photo->cropAction());
    m_enlarge->setCheckable(true);
    m_enlarge->setToolTip(tr("Show the photo large, with what lies over it (Enter, double click)"));
    m_header->addActionButton(m_enlarge);
    connect(m_enlarge, &QAction::triggered, this, &PredictionsPane::setPhotoEnlarged);
    connect(m_photo, &PhotoView::enlargeRequested, this, [this] { setPhotoEnlarged(true); });
    connect(m_photo, &PhotoView::changed, this, [this] {
        m_enlarge->setEnabled(!m_photo->picture().isNull());
        if (m_photo->picture().isNull())
            setPhotoEnlarged(false);
    });
    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_copy);
    m_bars->addAction(m_copy);
    m_bars->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_copy, &QAction::triggered, this, &PredictionsPane::copy);
}

void PredictionsPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
    if (event->oldSize().width() != width())
        updateGeometry();
}

/// With room for all lines of a problem in this width: else it would cover the photo.
QSize PredictionsPane::minimumSizeHint() const
{
    const QSize least = QWidget::minimumSizeHint();
    return {least.width(), std::max(least.height(), layout()->totalMinimumHeightForWidth(width()))};
}

void PredictionsPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitBars();
}

void PredictionsPane::setNetworkTitle(const QString &title)
{
    m_header->setDetail(title);
}

void PredictionsPane::setLimit(int limit)
{
    m_predictions->setLimit(limit);
    fitBars();
}

/// Room for every row where there is as much, so that nothing moves when an answer comes.
void PredictionsPane::fitBars()
{
    const int rows = std::min(m_predictions->limit(), mostRowsWithoutScrolling);
    m_bars->setRows(rows, PredictionDelegate::rowHeight(m_bars->fontMetrics()));
}

void PredictionsPane::showEmpty()
{
    m_problem->clear();
    forgetAnswer();
    m_name.clear();
    m_hasPicture = false;
    dropOldPicture();
    m_answer->show();
    arrange();
    m_pages->setCurrentWidget(m_empty);
}

void PredictionsPane::showPhoto(const QImage &picture, const QString &name)
{
    m_problem->clear();
    m_name = name;
    m_hasPicture = !picture.isNull();
    if (m_hasPicture)
        m_photo->setPicture(picture);
    m_photo->setCrop({}); // of the old photo
    updateFrame();
    updatePhotoLine();
    m_pages->setCurrentWidget(m_content);
}

void PredictionsPane::showAnswer(const AnswerPtr &answer, const Preprocessing &preprocessing)
{
    m_problem->clear();
    dropOldPicture();
    m_answer->show();
    arrange();
    m_answerTitle = titleOf(m_name, m_header->detail());
    m_preprocessing = preprocessing.withInputSize(answer->graph.input().width);
    m_predictions->setPredictions(answer->predictions);
    m_photo->setCrop(answer->crop);
    updateFrame();
    m_time->setText(timeText(*answer));
    m_time->setToolTip(timeToolTip(*answer));
    m_copy->setEnabled(true);
    m_bars->setAccessibleDescription(
        m_predictions->index(0).data(Qt::AccessibleTextRole).toString());
}

void PredictionsPane::showProblem(const QString &sentence, const QString &action)
{
    dropOldPicture();
    forgetAnswer();
    m_answer->hide(); // the photo may have its room
    m_problem->showMessage(MessageBar::Kind::Warning, sentence, action);
    arrange();
}

void PredictionsPane::showNoAnswer(const QString &caption)
{
    m_problem->clear();
    dropOldPicture();
    forgetAnswer();
    m_answer->show();
    arrange();
    m_time->setText(caption);
}

/// It would stand under the name of another.
void PredictionsPane::dropOldPicture()
{
    if (!m_hasPicture)
        m_photo->setPicture({});
}

void PredictionsPane::forgetAnswer()
{
    m_answerTitle.clear();
    m_preprocessing.reset();
    m_predictions->clear();
    m_photo->setCrop({});
    updateFrame();
    m_time->setText({});
    m_time->setToolTip({});
    m_copy->setEnabled(false);
    m_bars->setAccessibleDescription({});
}

void PredictionsPane::setBusy(bool busy)
{
    m_veil->setBusy(busy);
}

void PredictionsPane::setProgress(std::optional<double> fraction)
{
    m_veil->setFraction(fraction);
}

void PredictionsPane::setCurrentClass(int index)
{
    const QModelIndexList rows = m_predictions->match(m_predictions->index(0), PredictionClassRole,
                                                      index, 1, Qt::MatchExactly);
    m_bars->setCurrentIndex(rows.value(0));
}

void PredictionsPane::updateFrame()
{
    const QSize picture = m_photo->picture().size();
    m_photo->setCropFrame(m_preprocessing ? cropRectangle(picture, *m_preprocessing) : QRectF());
}

void PredictionsPane::updatePhotoLine()
{
    const QSize size = m_hasPicture ? m_photo->picture().size() : QSize();
    m_photoLine->setText(size.isEmpty() ? m_name
                                        : tr("%1 · %2 × %3")
                                              .arg(m_name, QString::number(size.width()),
                                                   QString::number(size.height())));
    m_photo->setAccessibleDescription(m_photoLine->text());
    if (m_large)
        m_large->setText(m_photoLine->text());
}

QString PredictionsPane::toText() const
{
    return m_answerTitle + u'\n' + m_predictions->toText();
}

void PredictionsPane::copy()
{
    QGuiApplication::clipboard()->setText(toText());
}

} // namespace inceptoscope
