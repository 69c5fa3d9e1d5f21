#pragma once

#include "compare/comparedmapspane.h"

#include <QWidget>

class QSplitter;
class QStackedWidget;
class QTabBar;

namespace inceptoscope {

class ComparedPlaces;
class Comparison;
class DisagreementPane;
class ElidedLabel;
class NetworkListModel;
class PredictionsPane;
class SideChooser;
class StageBar;
struct CatalogueEntry;

/// The page Compare: one photo through two networks, or two photos through one. Side A is what the
/// page Explore shows. Predictions side by side and whether they agree, the stages of both by their
/// grids, and their maps; or where they disagree over a folder.
class ComparePage : public QWidget
{
    Q_OBJECT

public:
    explicit ComparePage(Comparison *comparison, QWidget *parent = nullptr);

    Comparison *comparison() { return m_comparison; }
    ComparedPlaces *places() { return m_places; }
    QTabBar *modes() { return m_modes; }
    SideChooser *chooserA() { return m_choosers[0]; }
    SideChooser *chooserB() { return m_choosers[1]; }
    PredictionsPane *predictionsA() { return m_predictions[0]; }
    PredictionsPane *predictionsB() { return m_predictions[1]; }
    StageBar *stageBar() { return m_stageBar; }
    ComparedMapsPane *maps() { return m_maps; }
    DisagreementPane *disagreements() { return m_disagreements; }
    /// Whether both sides say the same; empty until both have answered.
    QString agreement() const;

    /// Sizes of the panes, to come back as a person left them.
    QByteArray saveLayout() const;
    void restoreLayout(const QByteArray &state);

signals:
    void samplesRequested();
    void weightsRequested(const QString &network); ///< by the id of what lacks them

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void build();
    void connectChoosers();
    void connectSideA();
    void connectSideB();
    void connectPlaces();
    void remedy(std::size_t side);
    void chooseMode(int row);
    void showMode();
    bool isFolderMode() const;
    void showCatalogue();
    void showNetworkA();
    void showNetworkB();
    void showPicture(std::size_t side);
    void showAnswerA();
    void showAnswerB();
    void showAgreement();
    void showMaps();
    void setBusy(std::size_t side, bool busy);
    void tellFailure(std::size_t side, const QString &sentence);
    void sayWhatLacks(std::size_t side);
    int photo(std::size_t side) const;
    const CatalogueEntry &network(std::size_t side) const;
    const QImage &picture(std::size_t side) const;
    QString networkProblem(std::size_t side) const;
    QString pictureProblem(std::size_t side) const;
    QString photoName(int id) const;
    QString titleA() const;
    QString titleB() const;
    ComparedMapsPane::Content contentA() const;
    ComparedMapsPane::Content contentB() const;

    Comparison *m_comparison;
    ComparedPlaces *m_places;
    NetworkListModel *m_networks;
    QTabBar *m_modes;
    ElidedLabel *m_agreement;
    std::array<SideChooser *, 2> m_choosers;
    std::array<PredictionsPane *, 2> m_predictions;
    StageBar *m_stageBar;
    ComparedMapsPane *m_maps;
    DisagreementPane *m_disagreements;
    QStackedWidget *m_bodies;
    QSplitter *m_rows;
    bool m_isMapsDue = false;
    enum class Remedy { None, Retry, Weights };
    std::array<Remedy, 2> m_remedies{};
    std::array<bool, 2> m_lacks{}; ///< it is told why a side has no answer
    std::array<QString, 2> m_failures; ///< why a side was not answered, until it is asked again
};

} // namespace inceptoscope
