#include "predictions/predictionspane.h"

#include "common/busyveil.h"
#include "common/elidedlabel.h"
#include "common/emptystate.h"
#include "common/messagebar.h"
#include "common/paneheader.h"
#include "images/croprectangle.h"
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
constexpr int photoStretch = 1000; ///< all of the room, up to the photo's greatest height

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
    , m_copy(new QAction(tr("&Copy Predictions"), this))
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
    photo->addWidget(m_photo, photoStretch);
    photo->addWidget(m_photoLine);
    m_parts = new QVBoxLayout(m_content);
    m_parts->setContentsMargins(gridUnit, 0, gridUnit, gridUnit);
    m_parts->setSpacing(halfUnit);
    m_parts->addLayout(photo, photoStretch);
    m_parts->addWidget(m_answer);
    m_parts->addStretch(1);
}

void PredictionsPane::setPhotoBeside()
{
    m_parts->setDirection(QBoxLayout::LeftToRight);
    m_parts->setSpacing(2 * gridUnit);
    m_parts->setAlignment(m_answer, Qt::AlignTop);
    m_parts->setStretch(0, 2);
    m_parts->setStretch(1, 3);
    m_parts->setStretch(2, 0);
    m_photo->setMinimumHeight(leastHeightBeside);
}

void PredictionsPane::addActions()
{
    m_header->addActionButton(m_photo->cropAction());
    m_copy->setShortcut(QKeySequence::Copy);
    m_copy->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_copy);
    m_bars->addAction(m_copy);
    m_bars->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_copy, &QAction::triggered, this, &PredictionsPane::copy);
}

/// The photo as high as suits its width, so that the answer stands right below it.
void PredictionsPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_photo->setMaximumHeight(width() * 3 / 4);
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
}

void PredictionsPane::showNoAnswer(const QString &caption)
{
    m_problem->clear();
    dropOldPicture();
    forgetAnswer();
    m_answer->show();
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
