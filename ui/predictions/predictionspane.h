#pragma once

#include "engine/preprocessing.h"
#include "inference/answer.h"

#include <QPointer>
#include <QWidget>

#include <optional>

class QAction;
class QBoxLayout;
class QStackedWidget;

namespace inceptoscope {

class BusyVeil;
class ElidedLabel;
class EmptyState;
class LargePhoto;
class MessageBar;
class PaneHeader;
class PhotoView;
class PredictionListModel;
class RowsView;

/// The selected photo, the part of it that the network sees, and the classes it finds in it.
class PredictionsPane : public QWidget
{
    Q_OBJECT

public:
    explicit PredictionsPane(QWidget *parent = nullptr);

    /// Of the chosen network, as in the chooser.
    void setNetworkTitle(const QString &title);
    /// How many classes are listed; 5 unless told otherwise.
    void setLimit(int limit);

    /// The photo stands beside the classes whatever the pane's size; else where it is larger there
    /// than above them.
    void setPhotoBeside();
    /// What the photo covers while it is shown large: the pane itself unless told otherwise.
    void setPhotoRoom(QWidget *room) { m_photoRoom = room; }
    /// Shows it large, with what lies over it, or in its place again. There has to be one.
    void setPhotoEnlarged(bool enlarged);
    bool isPhotoEnlarged() const;

    /// Nothing is selected.
    void showEmpty();
    /// A photo that was selected; null: it is still being read. What is known of the one before
    /// stays, and is called what it is in toText(), until there is an answer or a problem; so does
    /// its picture until the new one is there. A problem shown before is gone.
    void showPhoto(const QImage &picture, const QString &name);
    /// `preprocessing` is that of the weights; the input size is taken from the answer.
    void showAnswer(const AnswerPtr &answer, const Preprocessing &preprocessing);
    /// Why there are no predictions, and the text of a button that helps, or none.
    void showProblem(const QString &sentence, const QString &action = {});
    /// There is none, for a reason that stands elsewhere; `caption` in its place.
    void showNoAnswer(const QString &caption);
    /// While the answer is computed: what is shown is dimmed.
    void setBusy(bool busy);
    /// Part done, 0 to 1; nothing: not known.
    void setProgress(std::optional<double> fraction);
    /// Selects the class in the list, where it is listed; else none.
    void setCurrentClass(int index);

    PaneHeader *header() const { return m_header; }
    PhotoView *photoView() const { return m_photo; }
    /// The listed predictions as text, with the photo and the network they are of.
    QString toText() const;

    QSize minimumSizeHint() const override;

signals:
    void cancelRequested();
    /// A click on a prediction, or Enter.
    void classChosen(int index);
    /// The problem's button.
    void actionTriggered();
    /// The empty pane's button.
    void openRequested();

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    void buildContent();
    void addActions();
    void forgetAnswer();
    void dropOldPicture();
    void arrange();
    QSize contentRoom() const;
    double photoHeightAbove(QSize room) const;
    double photoHeightBeside(QSize room) const;
    void updateFrame();
    void updatePhotoLine();
    void fitBars();
    void copy();

    std::optional<Preprocessing> m_preprocessing; ///< of the last answer, at its input size
    QString m_name; ///< of the selected photo
    QString m_answerTitle; ///< photo and network of the last answer
    bool m_hasPicture = false; ///< what the photo view shows is the selected photo
    bool m_isAlwaysBeside = false;
    QPointer<QWidget> m_photoRoom;
    QPointer<LargePhoto> m_large; ///< while it is shown
    QAction *m_enlarge;
    PredictionListModel *m_predictions;
    PaneHeader *m_header;
    MessageBar *m_problem;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    QWidget *m_content;
    QBoxLayout *m_parts; ///< photo and answer
    PhotoView *m_photo;
    ElidedLabel *m_photoLine;
    QWidget *m_answer; ///< the bars and the line below them
    RowsView *m_bars;
    ElidedLabel *m_time;
    BusyVeil *m_veil;
    QAction *m_copy;
};

} // namespace inceptoscope
